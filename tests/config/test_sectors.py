"""“Mon secteur”: given by the administration, seen by its person, a filter that takes no right away."""

import pytest
from django.urls import reverse

from communes.models import Sector
from communes.sectors import sector_of
from communes.uniting import merge_areas
from initiatives.models import Initiative
from initiatives.sectors import in_sector
from tests.backoffice.forms import save
from tests.builders import make_area, make_bulletin, make_commune, make_initiative, make_user

LIST = "/admin/initiatives/initiative/"


@pytest.fixture
def places(db):
    marck, lens = make_commune("Marck"), make_commune("Lens")
    return marck, lens, make_area("Le Calaisis", communes=(marck,))


def _sector(account, *, communes=(), areas=()):
    sector = Sector.objects.create(account=account)
    sector.communes.set(communes)
    sector.areas.set(areas)
    return sector


def test_sector_holds_what_acts_in_it_benefits_it_or_covers_it(places, officer):
    marck, lens, calaisis = places
    other_area, empty = make_area(communes=(lens,)), make_area("Côte d’Opale")
    here = [
        make_initiative(communes=(marck,)),
        make_initiative(beneficiary_communes=(marck,)),
        make_initiative(areas=(calaisis,)),
        make_initiative(areas=(empty,)),
    ]
    make_initiative(communes=(lens,)), make_initiative(areas=(other_area,)), make_initiative()
    both = make_initiative(communes=(marck, lens), areas=(calaisis,))
    by_area = _sector(officer, areas=(calaisis, empty))
    assert sorted(in_sector(Initiative.objects.all(), by_area).values_list("pk", flat=True)) == [
        one.pk for one in [*here, both]
    ]
    by_commune = _sector(make_user(), communes=(marck,))
    found = in_sector(Initiative.objects.all(), by_commune)
    assert set(found) == {*here[:3], both}


def test_empty_sector_is_none(officer):
    _sector(officer)
    assert sector_of(officer) is None


def test_administration_gives_a_sector_and_nobody_else(client, administrator, officer, editor, places):
    marck, _, calaisis = places
    url = reverse("admin:auth_user_change", args=[officer.pk])
    chosen = {"sector-0-communes": [marck.pk], "sector-0-areas": [calaisis.pk]}
    for nobody in (officer, editor):
        client.force_login(nobody)
        assert client.post(url, chosen).status_code in (302, 403)
        assert not Sector.objects.exists()
    client.force_login(administrator)
    page = client.get(url).content.decode()
    assert "il n’ôte aucun droit" in page
    assert save(client, url, "user_form", **chosen).status_code == 302
    sector = sector_of(officer)
    assert (list(sector.communes.all()), list(sector.areas.all())) == ([marck], [calaisis])
    assert save(client, url, "user_form", **{"sector-0-communes": [], "sector-0-areas": []}).status_code == 302
    assert sector_of(officer) is None


def test_invitation_chooses_it_too(client, administrator, places):
    client.force_login(administrator)
    new = {"username": "camille", "email": "camille@exemple.fr", "sector-0-communes": [places[0].pk]}
    assert save(client, reverse("admin:auth_user_add"), "user_form", **new).status_code == 302
    assert list(Sector.objects.get().communes.all()) == [places[0]]


def test_person_reads_it_on_the_own_account(client, officer, places):
    client.force_login(officer)
    assert "tout le territoire" in client.get(reverse("admin:account")).content.decode()
    _sector(officer, communes=places[:1], areas=places[2:])
    page = client.get(reverse("admin:account")).content.decode()
    assert "Marck, Le Calaisis" in page
    assert "rédaction" in page
    assert 'href="/admin/compte/"' in client.get("/admin/").content.decode()


def test_list_of_initiatives_is_filtered_and_nothing_is_closed(client, officer, places):
    here, there = make_initiative("Ici", communes=places[:1]), make_initiative("Ailleurs", communes=places[1:2])
    client.force_login(officer)
    assert "mon secteur" not in client.get(LIST).content.decode()
    assert set(client.get(LIST, {"secteur": "oui"}).context["cl"].result_list) == {here, there}
    _sector(officer, communes=places[:1])
    page = client.get(LIST)
    assert set(page.context["cl"].result_list) == {here, there}
    assert "mon secteur" in page.content.decode()
    assert list(client.get(LIST, {"secteur": "oui"}).context["cl"].result_list) == [here]
    assert client.get(reverse("admin:initiatives_initiative_change", args=[there.pk])).status_code == 200


def test_first_page_counts_what_its_lists_show(client, officer, places):
    for communes in (places[:1], places[1:2]):
        make_initiative(published=False, status="review", communes=communes)
    client.force_login(officer)
    assert "secteur=oui" not in client.get("/admin/?secteur=oui").content.decode()
    _sector(officer, communes=places[:1])
    for asked, count in (("/admin/", 2), ("/admin/?secteur=oui", 1)):
        task = next(one for one in client.get(asked).context["tasks"] if one["label"] == "à relire")
        assert task["count"] == count
        assert client.get(task["url"]).context["cl"].result_count == count


def test_atelier_offers_what_is_to_be_placed_in_the_sector(client, editor, places):
    here = make_initiative("Ici", communes=places[:1])
    make_initiative("Ailleurs", communes=places[1:2])
    url = reverse("workshop:to_place", args=[make_bulletin().pk])
    client.force_login(editor)
    assert "Ailleurs" in client.get(url, {"filtre": "secteur"}).content.decode()  # unknown: as without a filter
    _sector(editor, communes=places[:1])
    shown = client.get(url, {"filtre": "secteur"}).content.decode()
    assert (here.title in shown, "Ailleurs" in shown) == (True, False)
    page = client.get(reverse("workshop:page", args=[make_bulletin().pk])).content.decode()
    assert 'value="secteur"' in page


def test_area_that_is_united_leaves_the_sector_whole(administrator, officer):
    kept, gone = make_area(kind="customary"), make_area(kind="customary")
    sector = _sector(officer, areas=(gone,))
    merge_areas(kept=kept, gone=gone, by=administrator)
    assert list(sector.areas.all()) == [kept]
