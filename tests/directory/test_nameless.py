"""Groups without a name are cited in words: no page, no link, in no form of what is published."""

import json

import pytest

from bulletins.services import publish_bulletin
from tests.builders import make_initiative, make_organisation
from tests.bulletins.issues import make_cited, make_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def pupils():
    return make_organisation("Élèves volontaires", kind="collectif", is_nameless=True)


@pytest.fixture
def named():
    return make_organisation("Fil d’or", kind="association")


def test_a_group_without_a_name_has_no_page(client, pupils, named):
    make_initiative(organisations=(pupils, named))
    assert client.get(f"/organisations/{pupils.pk}-{pupils.slug}/").status_code == 404
    assert client.get(f"/organisations/{pupils.pk}/").status_code == 404
    assert client.get(named.get_absolute_url()).status_code == 200
    assert pupils.page_url == ""


def test_it_is_cited_in_words_everywhere(client, editor, pupils, named):
    cited = make_cited("Des masques", organisations=(pupils, named))
    bulletin = publish_bulletin(bulletin=make_draft(cited), by=editor)
    cited.refresh_from_db()
    commune = cited.communes.get()
    pages = [
        "/",
        "/initiatives/",
        cited.get_absolute_url(),
        bulletin.get_absolute_url(),
        commune.get_absolute_url(),
        cited.theme.get_absolute_url(),
        named.get_absolute_url(),
        "/sitemap.xml",
        "/initiatives.json",
        "/initiatives.csv",
        "/initiatives.geojson",
        "/initiatives.atom",
        "/bulletins/atom.xml",
        "/initiatives/?q=eleves",
    ]
    for path in pages:
        response = client.get(path)
        assert response.status_code == 200, path
        text = b"".join(response).decode()
        assert f"/organisations/{pupils.pk}" not in text, path
        assert 'href=""' not in text, path
    for path in pages[1:4]:
        assert "Élèves volontaires" in client.get(path).content.decode(), path
        assert named.get_absolute_url() in client.get(path).content.decode(), path


def test_exports_say_that_it_has_no_address(client, pupils, named):
    make_initiative(organisations=(pupils, named))
    (row,) = client.get("/initiatives.json").json()["results"]
    assert {one["name"]: bool(one["url"]) for one in row["organisations"]} == {
        "Élèves volontaires": False,
        "Fil d’or": True,
    }
    assert [one["url"] for one in row["organisations"] if one["name"] == "Élèves volontaires"] == [None]


def test_machines_are_told_of_organisations_only(client, pupils, named):
    initiative = make_initiative(organisations=(pupils, named))
    page = client.get(initiative.get_absolute_url()).content.decode()
    described = page[page.index("application/ld+json") :]
    described = json.loads(described[described.index("{") : described.index("</script>")])
    assert [one["name"] for one in described["about"]] == ["Fil d’or"]
