"""Public answers are kept and asked for again: 304 while nothing changed, never what was withdrawn."""

import gzip

import pytest

from bulletins.services import withdraw_bulletin
from initiatives.services import withdraw_initiative
from tests.builders import make_area, make_commune, make_contact, make_initiative, make_organisation, make_territory
from tests.directory.published import publish

pytestmark = pytest.mark.django_db

FIXED = [
    "/",
    "/initiatives/",
    "/initiatives/?q=masques",
    "/initiatives.csv",
    "/initiatives-chiffres.csv",
    "/initiatives.json",
    "/initiatives.geojson",
    "/initiatives.atom",
    "/suivre/",
    "/themes/protection/",
    "/communes/62548-marck/",
    "/communes/suggestions/?commune_nom=marck",
    "/bulletins/",
    "/bulletins/7/",
    "/bulletins/7.pdf",
    "/bulletins/atom.xml",
    "/bulletins/suivre/",
    "/mentions-legales/",
    "/accessibilite/",
    "/donnees-ouvertes/",
    "/sitemap.xml",
    "/robots.txt",
]


@pytest.fixture
def told():
    """One initiative on every kind of page, and the addresses of these."""
    make_territory()
    marck = make_commune("Marck", insee="62548")
    organisation = make_organisation("Ville de Marck", seat=marck)
    row = make_initiative(
        "Masques à Marck",
        communes=(marck,),
        areas=(make_area("Calaisis", communes=(marck,)),),
        organisations=(organisation,),
        contacts=(make_contact(),),
        figures=({"item": "masques", "amount": 5, "unit": "masques"},),
    )
    bulletin = publish(row, number=7)
    return {
        "row": row,
        "bulletin": bulletin,
        "paths": [*FIXED, row.get_absolute_url(), organisation.get_absolute_url()],
    }


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_public_answers_are_revalidated(client, told, encoding):
    for path in told["paths"]:
        first = client.get(path, headers={"accept-encoding": encoding})
        assert first.content, path
        assert (first.status_code, first["Cache-Control"]) == (200, "public, no-cache"), path
        assert not first.cookies, path
        again = client.get(path, headers={"accept-encoding": encoding, "if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), path
        for kept in (first, again):
            assert kept["ETag"].removeprefix("W/") == first["ETag"].removeprefix("W/"), path
            assert kept["Cache-Control"] == "public, no-cache", path
            assert kept["Vary"] == "Accept-Encoding", path
        assert client.head(path).status_code == 200, path


def test_copy_is_good_for_both_encodings(client, told):
    """One fingerprint of the words; a cache keeps a copy of each encoding."""
    plain, packed = client.get("/"), client.get("/", headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert packed["ETag"] == plain["ETag"]


def test_logged_in_officer_reads_the_same_copy_without_a_new_cookie(client, told, officer):
    anonymous = client.get("/")["ETag"]
    client.force_login(officer)
    response = client.get("/", headers={"if-none-match": anonymous})
    assert (response.status_code, dict(response.cookies)) == (304, {})


def test_withdrawal_changes_every_page_that_told_of_it(client, told, editor):
    row = told["row"]
    paths = ["/", "/initiatives/", "/themes/protection/", "/communes/62548-marck/", "/suivre/", row.get_absolute_url()]
    kept = {path: client.get(path)["ETag"] for path in paths}
    withdraw_initiative(initiative=row, by=editor, reason="Demande")
    for path in paths:
        response = client.get(path, headers={"if-none-match": kept[path]})
        assert response.status_code == (410 if path == row.get_absolute_url() else 200), path
    assert response["Cache-Control"] == "public, no-cache"


def test_withdrawn_bulletin_is_gone_for_who_kept_it(client, told, editor):
    paths = ["/bulletins/7/", "/bulletins/7.pdf"]
    kept = {path: client.get(path)["ETag"] for path in paths}
    withdraw_bulletin(bulletin=told["bulletin"], by=editor, reason="Erreur")
    for path in paths:
        response = client.get(path, headers={"if-none-match": kept[path]})
        assert (response.status_code, response["Cache-Control"]) == (410, "public, no-cache")


def test_moved_address_is_asked_for_again_too(client, told):
    """A title that gets its former words back: two redirects kept for ever would send in circles."""
    response = client.get(f"/initiatives/{told['row'].pk}-ancien-titre/")
    assert (response.status_code, response["Cache-Control"]) == (301, "public, no-cache")


def test_back_office_is_never_kept_by_others(client, told, editor):
    login = client.get("/admin/login/")
    client.force_login(editor)
    preview = f"/bulletins/apercu/{told['bulletin'].pk}/"
    answers = [login, client.get("/admin/"), client.get("/admin/initiatives/initiative/"), client.get(preview)]
    for response in answers:
        assert response.status_code == 200
        assert not response.has_header("ETag")
        assert "public" not in response.get("Cache-Control", "")
    assert client.get("/admin/cette-page-n-existe-pas/")["Cache-Control"] == "no-store"


def test_health_is_asked_each_time(client):
    assert "no-store" in client.get("/healthz")["Cache-Control"]


@pytest.mark.parametrize("path", ["/initiatives.atom", "/bulletins/atom.xml"])
def test_feed_without_entry_does_not_change_by_itself(client, path):
    first = client.get(path)
    assert "<updated>1970-01-01" in first.content.decode()
    assert client.get(path, headers={"if-none-match": first["ETag"]}).status_code == 304
