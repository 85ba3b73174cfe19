"""The gazetteer of the installation: official lists, and what officers have added."""

from __future__ import annotations

import pytest

from bulletins.services import publish_bulletin
from communes.models import Area, CommuneAlias
from documents.entering.gazetteers import installed_gazetteer
from documents.entering.reference import DATA, gazetteer_from_files, read_neighbours
from initiatives.models import Theme
from organisations.models import Organisation
from tests.builders import make_area, make_bulletin, make_commune, make_organisation, make_section, make_territory
from tests.bulletins.issues import make_draft

pytestmark = pytest.mark.django_db


def install(code: str = "62", name: str = "Pas-de-Calais"):
    department = make_area(name, kind=Area.Kind.DEPARTMENT, code=code)
    make_territory().departments.add(department)


def test_without_a_territory_the_files_serve():
    assert installed_gazetteer() is gazetteer_from_files("62")


def test_department_of_the_installation_is_its_territory():
    install("59", "Nord")
    assert installed_gazetteer().territory == frozenset({"59"})


def test_names_and_areas_of_officers_are_known():
    install()
    CommuneAlias.objects.create(commune=make_commune("Marck", insee="62548"), name="Marck-en-Calaisis-les-Bains")
    make_area("Pays des Sept-Moulins", communes=(make_commune("Lens", insee="62498"),))
    gazetteer = installed_gazetteer()
    assert "Marck-en-Calaisis-les-Bains" in gazetteer.by_insee["62548"].aliases
    added = next(area for area in gazetteer.areas if area.name == "Pays des Sept-Moulins")
    assert added.communes == ("62498",)


def test_gazetteer_is_built_once_until_something_is_added():
    install()
    make_area("Pays des Sept-Moulins")
    first = installed_gazetteer()
    assert installed_gazetteer() is first
    make_area("Pays des Huit-Moulins")
    assert installed_gazetteer() is not first


def theme(slug):
    return next(one for one in installed_gazetteer().themes if one.slug == slug)


def test_themes_are_those_of_the_database():
    Theme.objects.exclude(slug="jeunes").delete()
    Theme.objects.create(
        slug="abri",
        name="À l’abri",
        heading="Se mettre à l’abri",
        earlier_headings="Sous un toit\n\n",
        words="dortoir\n",
    )
    known = {one.slug: one for one in installed_gazetteer().themes}
    assert set(known) == {"jeunes", "abri"}
    assert known["abri"].headings == ("Se mettre à l’abri", "Sous un toit")
    assert known["abri"].words == ("dortoir",)


def test_without_a_theme_those_of_reference_serve():
    Theme.objects.all().delete()
    assert installed_gazetteer().themes == gazetteer_from_files("62").themes


def publish_under(heading, by):
    draft = make_draft()
    draft.sections.update(heading=heading, theme=Theme.objects.get(slug="isolees"))
    return publish_bulletin(bulletin=draft, by=by)


def test_headings_of_published_bulletins_are_known_and_those_of_drafts_are_not(editor):
    publish_under("Tous ensemble", editor)
    make_section(make_bulletin(), theme="isolees", heading="Brouillon")
    assert "Tous ensemble" in theme("isolees").headings
    assert "Brouillon" not in theme("isolees").headings


def test_heading_of_a_theme_stays_its_own_whatever_a_bulletin_printed(editor):
    publish_under("Solidaires avec les routiers :", editor)
    assert "Solidaires avec les routiers :" not in theme("isolees").headings


def test_departments_touch_each_other_both_ways():
    touching = read_neighbours(DATA)
    assert len(touching) == 96
    assert sorted(touching["62"]) == ["59", "80"]
    assert not [(code, other) for code, others in touching.items() for other in others if code not in touching[other]]


def test_organisations_of_the_directory_are_known_by_all_their_names():
    install()
    kept = make_organisation("Au fil de l’Aa", other_names="AFA, Les aiguilles de l’Aa")
    make_organisation("Fil de l’Aa", merged_into=kept)
    names = [(one.name, one.aliases) for one in installed_gazetteer().organisations]
    assert names == [("Au fil de l’Aa", ("AFA", "Les aiguilles de l’Aa", "Fil de l’Aa"))]


def test_private_persons_groups_without_name_and_common_words_are_not_looked_for():
    install()
    make_organisation("Odile Vasseur", kind=Organisation.Kind.PARTICULIER)
    make_organisation("Bénévoles", is_nameless=True)
    make_organisation("aide")
    assert installed_gazetteer().organisations == ()


def test_a_new_organisation_costs_no_new_tables_of_places(django_assert_num_queries):
    install()
    make_organisation("Rebonds")
    first = installed_gazetteer()
    assert installed_gazetteer() is first
    make_organisation("Sillage")
    with django_assert_num_queries(8):
        second = installed_gazetteer()
    assert [one.name for one in second.organisations] == ["Rebonds", "Sillage"]
    assert second.commune_names is first.commune_names
