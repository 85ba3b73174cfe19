import pytest

from communes import reference
from communes.models import Area, AreaAlias, Commune, CommuneAlias, Territory
from communes.services import (
    UnknownCommune,
    UnknownDepartment,
    add_outside_commune,
    load_customary_areas,
    load_territory,
)
from tests.builders import make_area, make_commune, make_user

pytestmark = pytest.mark.django_db

BELFORT = "90"  # one of the smallest départements: 101 communes


def test_load_territory_gives_the_pas_de_calais():
    report = load_territory(department_codes=["62"])
    load_customary_areas(department_codes=["62"])

    assert Commune.objects.in_territory().count() == len(report.created) == 887
    counts = {kind: Area.objects.filter(kind=kind).count() for kind in Area.Kind.values}
    assert counts == {
        "customary": 14, "epci": 20, "arrondissement": 7, "department": 2, "region": 1, "neighbourhood": 1
    }  # fmt: skip
    assert CommuneAlias.objects.filter(kind=CommuneAlias.Kind.DELEGATED).count() == 11
    touquet = Commune.objects.get(insee="62826")
    assert (touquet.name, touquet.slug) == ("Le Touquet-Paris-Plage", "le-touquet-paris-plage")
    assert (touquet.epci.name, touquet.arrondissement.name) == (
        "CA des Deux Baies en Montreuillois",
        "arrondissement de Montreuil",
    )
    assert touquet.latitude is not None
    assert Area.objects.get(kind="epci", name="CC du Ternois").communes.count() == 102
    assert Area.objects.get(kind="customary", name="Calaisis").communes.count() == 52
    assert Area.objects.get(kind="customary", name="Boulonnais").communes.count() == 74
    assert Area.objects.get(name="CA du Boulonnais").communes.count() == 22
    assert {area.name for area in Area.objects.named("béthune-bruay")} == {"CA de Béthune-Bruay, Artois-Lys Romane"}


def test_communes_are_found_by_what_people_type():
    load_territory(department_codes=["62"])
    typed = {
        "touquet": "Le Touquet-Paris-Plage",
        "st pol": "Saint-Pol-sur-Ternoise",
        "noeux": "Nœux-les-Mines",
        "Labuissière": "Bruay-la-Buissière",
        "annay sous lens": "Annay",
        "62600": "Berck",
    }
    assert {text: Commune.objects.named(text).first().name for text in typed} == typed


def test_the_first_run_describes_the_installation():
    territory = load_territory(department_codes=[BELFORT]).territory
    assert (territory.name, territory.site_name, territory.publisher) == (
        "Territoire de Belfort",
        "Le Territoire de Belfort solidaire",
        "Préfecture du Territoire de Belfort",
    )
    assert [area.code for area in territory.departments.all()] == [BELFORT]


def test_a_later_run_keeps_the_description_unless_told_otherwise():
    load_territory(department_codes=[BELFORT], name="Belfort", publisher="Ville de Belfort")
    load_territory(department_codes=[BELFORT])
    assert Territory.objects.get().publisher == "Ville de Belfort"
    load_territory(department_codes=[BELFORT], publisher="Préfecture")
    territory = Territory.objects.get()
    assert (territory.name, territory.publisher) == ("Belfort", "Préfecture")


def test_a_second_run_writes_nothing():
    load_territory(department_codes=[BELFORT])
    before = (Commune.history.count(), Area.history.count(), Territory.history.count(), CommuneAlias.objects.count())
    report = load_territory(department_codes=[BELFORT])
    after = (Commune.history.count(), Area.history.count(), Territory.history.count(), CommuneAlias.objects.count())
    assert after == before
    assert (report.created, report.updated, report.unlisted) == (set(), set(), [])


def test_a_second_run_restores_official_fields_and_keeps_the_rest():
    load_territory(department_codes=[BELFORT])
    commune = Commune.objects.get(insee="90010")
    Commune.objects.filter(pk=commune.pk).update(population=1, latitude="47.6400", longitude="6.8600")
    commune.aliases.create(name="La cité du Lion")
    epci = Area.objects.filter(kind=Area.Kind.EPCI).first()
    epci.aliases.all().delete()
    epci.aliases.create(name="L’agglo")

    report = load_territory(department_codes=[BELFORT])

    assert report.updated == {"90010"}
    commune.refresh_from_db()
    assert commune.population == reference.find_commune("90010").population
    assert str(commune.latitude) == "47.6400"
    assert commune.aliases.get().name == "La cité du Lion"
    assert epci.aliases.get().name == "L’agglo"


def test_a_commune_that_left_the_list_is_reported_and_kept():
    gone = make_commune("Ancienne-Commune", insee="90999", department_code=BELFORT)
    report = load_territory(department_codes=[BELFORT])
    assert report.unlisted == [gone]
    assert Commune.objects.filter(insee="90999").exists()


def test_an_outside_commune_comes_inside_when_its_department_is_covered():
    add_outside_commune(insee="90010")
    assert not Commune.objects.get(insee="90010").in_territory
    load_territory(department_codes=[BELFORT])
    assert Commune.objects.get(insee="90010").in_territory


def test_an_epci_with_a_new_siren_keeps_its_row():
    load_territory(department_codes=[BELFORT])
    epci = Area.objects.filter(kind=Area.Kind.EPCI).first()
    Area.objects.filter(pk=epci.pk).update(code="111111111")
    load_territory(department_codes=[BELFORT])
    assert Area.objects.get(pk=epci.pk).code == epci.code


def test_several_departments_share_their_region():
    load_territory(department_codes=[BELFORT, "75"])
    load_territory(department_codes=[BELFORT])
    territory = Territory.objects.get()
    assert {area.code for area in territory.departments.all()} == {BELFORT, "75"}
    assert set(Area.objects.filter(kind=Area.Kind.REGION).values_list("name", flat=True)) == {
        "Bourgogne-Franche-Comté",
        "Île-de-France",
    }


def test_the_history_says_who_loaded():
    user = make_user("chargement")
    load_territory(department_codes=[BELFORT], by=user)
    for history in (Commune.history, Area.history, Territory.history):
        assert set(history.values_list("history_user", flat=True)) == {user.pk}


@pytest.mark.parametrize("code", ["", "00", "98", "Pas-de-Calais"])
def test_an_unknown_department_is_refused_and_changes_nothing(code):
    with pytest.raises(UnknownDepartment, match="liste officielle"):
        load_territory(department_codes=[BELFORT, code])
    assert not Territory.objects.exists()
    assert not Commune.objects.exists()


def test_customary_areas_edited_by_officers_stay_as_they_are():
    make_commune("Calais", insee="62193")
    load_customary_areas(department_codes=["62"])
    calaisis = Area.objects.get(name="Calaisis")
    calaisis.communes.clear()
    renamed = Area.objects.get(name="Lensois")
    renamed.name = "Pays de Lens"
    renamed.save()
    Area.objects.get(name="bassin minier").delete()

    assert load_customary_areas(department_codes=["62"]) == []

    assert calaisis.communes.count() == 0
    assert not Area.objects.filter(name__in=["Lensois", "bassin minier"]).exists()


def test_a_customary_area_typed_before_is_left_alone():
    typed = make_area("Calaisis")
    load_customary_areas(department_codes=["62"])
    assert Area.objects.get(name="Calaisis") == typed
    assert not AreaAlias.objects.filter(area=typed).exists()


def test_a_department_without_customary_areas_gets_none():
    assert load_customary_areas(department_codes=[BELFORT]) == []


@pytest.mark.parametrize(("insee", "name"), [("95500", "Pontoise"), ("35238", "Rennes"), ("75114", "Paris")])
def test_an_outside_commune_comes_from_the_official_list(insee, name):
    load_territory(department_codes=[BELFORT])
    commune = add_outside_commune(insee=insee)
    assert (commune.name, commune.in_territory) == (name, False)
    assert add_outside_commune(insee=insee) == commune
    assert commune not in Commune.objects.in_territory()


def test_adding_a_commune_of_a_covered_department_puts_it_inside():
    load_territory(department_codes=[BELFORT])
    Commune.objects.filter(insee="90010").delete()
    assert add_outside_commune(insee="90010").in_territory


def test_an_unknown_commune_is_refused():
    with pytest.raises(UnknownCommune, match="99999"):
        add_outside_commune(insee="99999")
