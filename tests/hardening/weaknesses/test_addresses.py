"""What an address may be made to say: paths, ways on, headers, columns, lines of the log."""

import logging

import pytest
from django.test import Client
from django.urls import reverse

from documents.services import receive_document
from tests.builders import make_initiative, make_user
from tests.config.forgotten import send_queued_links
from tests.directory.published import publish

ELSEWHERE = (
    "https://ailleurs.exemple/",
    "//ailleurs.exemple/",
    "///ailleurs.exemple",
    "/\\ailleurs.exemple",
    "\\\\ailleurs.exemple",
    "https:ailleurs.exemple",
    "http:///ailleurs.exemple",
    "javascript:alert(1)",
    "\thttps://ailleurs.exemple",
    "https://testserver@ailleurs.exemple/",
    "/%09/ailleurs.exemple",
    "/admin/\r\nSet-Cookie: a=b",
    "//ailleurs.exemple/%2f..",
)
PASSWORD = "un-long-mot-de-passe"


@pytest.mark.parametrize(
    "path",
    [
        "/static/../config/settings.py",
        "/static/..%2f..%2fconfig/settings.py",
        "/static/%2e%2e/manage.py",
        "/static//etc/passwd",
        "/static/..\\config\\settings.py",
        "/static/css/../../manage.py",
        "/media/documents/",
        "/../../etc/passwd",
        "/.env",
        "/.git/config",
    ],
)
def test_no_path_leads_out_of_the_static_files(db, path):
    response = Client().generic("GET", path)
    content = b"".join(response) if response.streaming else response.content
    assert response.status_code in (400, 404)
    assert b"SECRET_KEY" not in content
    assert b"root:" not in content


@pytest.mark.parametrize("target", ELSEWHERE)
def test_login_leads_to_no_other_site(client, db, target):
    make_user("redactrice", group="rédaction", password=PASSWORD)
    sent = {"username": "redactrice", "password": PASSWORD, "next": target}
    response = client.post(reverse("admin:login"), sent)
    assert response.status_code == 302
    assert response["Location"].startswith("/")
    assert not response["Location"].startswith(("//", "/\\"))
    assert "Set-Cookie: a=b" not in str(response.headers)


@pytest.mark.parametrize(
    "path",
    [
        "/{0}",
        "//{0}/admin",
        "//{0}/initiatives",
        "/%2f%2f{0}",
        "/initiatives//{0}",
        "/\\{0}",
    ],
)
def test_a_missing_slash_leads_to_no_other_site(client, db, path):
    location = client.generic("GET", path.format("ailleurs.exemple")).headers.get("Location", "/")
    assert not location.startswith(("//", "/\\", "http"))


@pytest.mark.parametrize(
    "value", ["a%0d%0aX-Faux:%20oui", "a%0aSet-Cookie:%20a=b", "%E5%98%8A%E5%98%8DX-Faux:oui", "a%00"]
)
def test_no_header_is_put_in_by_an_address(client, db, value):
    for path in ("/initiatives/", "/initiatives.csv", "/initiatives.atom", "/communes/suggestions/"):
        response = client.get(path, QUERY_STRING=f"q={value}&theme={value}&commune_nom={value}&page={value}")
        assert "X-Faux" not in response.headers
        assert all("\n" not in told and "\r" not in told for told in response.headers.values())
        assert not response.cookies


@pytest.mark.parametrize("name", ['a"; filename="b.exe', "a\r\nX-Faux: oui.txt", "../../etc/passwd", "a\u202etxt.exe"])
def test_no_header_is_put_in_by_the_name_of_a_file(client, officer, settings, tmp_path, name):
    settings.MEDIA_ROOT = tmp_path
    review = receive_document(data=b"Marck : un atelier coud 300 masques.", filename=name, by=officer)
    client.force_login(officer)
    response = client.get(reverse("admin:documents_documentimport_original", args=[review.pk]))
    response.close()
    told = response["Content-Disposition"]
    assert "X-Faux" not in response.headers
    assert told.startswith("attachment")
    assert "\n" not in told
    assert "/etc" not in told
    assert (response["Content-Type"], response["X-Content-Type-Options"]) == ("application/octet-stream", "nosniff")


@pytest.mark.parametrize(
    "query",
    [
        "o=1;DROP TABLE",
        "o=-1.2.-999",
        "o=password",
        "o=1)%20--",
        "tri=title;--",
        "tri=-pk",
        "tri=pk%29%29",
        "order_by=password",
    ],
)
def test_no_column_is_named_by_an_address(client, administrator, query):
    client.force_login(administrator)
    make_initiative("Masques")
    for path in (
        "/initiatives/",
        reverse("admin:auth_user_changelist"),
        reverse("admin:initiatives_initiative_changelist"),
    ):
        assert client.get(path, QUERY_STRING=query).status_code in (200, 302)


@pytest.mark.parametrize(
    "lookup",
    [
        "password__startswith=pbkdf2",
        "user_permissions__codename=x",
        "groups__user__password__startswith=a",
    ],
)
def test_no_list_is_filtered_by_what_it_does_not_show(client, administrator, lookup):
    """What a list answers to “does this password begin with a?” is the password, letter by letter."""
    client.force_login(administrator)
    response = client.get(reverse("admin:auth_user_changelist"), QUERY_STRING=lookup)
    assert response.status_code in (302, 400)
    assert "e=1" in response.headers.get("Location", "e=1")


def test_no_line_is_put_into_the_log_by_an_address(client, db, caplog):
    caplog.set_level(logging.INFO)
    for path in (
        "/a%0aERREUR%20inventee",
        "/a%0d%0aERREUR%20inventee/",
        "/initiatives/%1b[31mrouge/",
        "/?q=%00%0aERREUR",
    ):
        client.generic("GET", path)
    client.post(reverse("admin:login"), {"username": "a\nERREUR inventee", "password": "x"})
    told = [record.getMessage() for record in caplog.records]
    assert told
    assert [one for one in told if set("\n\r\x1b") & set(one)] == []


def test_reset_mail_leads_to_the_site_whatever_host_asked(client, db, mailoutbox, settings):
    settings.SITE_URL = "https://solidaire.exemple.fr"
    make_user("redactrice", group="rédaction", password=PASSWORD, email="redaction@exemple.fr")
    url = reverse("admin_password_reset")
    client.post(
        url, {"email": "redaction@exemple.fr"}, headers={"Host": "localhost:8443", "X-Forwarded-Host": "a.exemple"}
    )
    send_queued_links()
    assert "https://solidaire.exemple.fr/" in mailoutbox[0].body
    assert "8443" not in mailoutbox[0].body
    assert "a.exemple" not in mailoutbox[0].body
    assert client.post(url, {"email": "redaction@exemple.fr"}, headers={"Host": "a.exemple"}).status_code == 400
    send_queued_links()
    assert len(mailoutbox) == 1


def test_method_cannot_be_overridden(client, db, editor):
    client.force_login(editor)
    bulletin = publish(make_initiative("Masques"), number=1)
    headers = {"X-HTTP-Method-Override": "DELETE", "X-Original-URL": "/admin/", "X-Rewrite-URL": "/admin/"}
    response = client.get(bulletin.get_absolute_url(), {"_method": "POST"}, headers=headers)
    assert response.status_code == 200
    assert "Masques" in response.text
