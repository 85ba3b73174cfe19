from datetime import datetime, timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from tests.builders import make_territory


def test_health_is_ok_while_the_database_answers(client, db):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")


def test_health_is_503_when_the_database_is_away(client, db):
    def refuse(*args):
        raise OperationalError

    with connection.execute_wrapper(refuse):
        assert client.get("/healthz").status_code == 503


@pytest.mark.parametrize("path", ["/mentions-legales/", "/accessibilite/", "/donnees-ouvertes/"])
def test_text_pages_answer_with_and_without_a_territory(client, db, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/?q=%00", "/initiatives/?commune=%00", "/initiatives/a%00b/"])
def test_nul_in_the_address_is_a_clear_400(client, db, path):
    response = client.get(path)
    assert response.status_code == 400
    assert "text/html" in response["Content-Type"]


def test_every_answer_carries_the_strict_policy(client, db):
    policy = client.get("/mentions-legales/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy


def read(client, path):
    return client.get(path).content.decode()


def test_press_office_can_be_called_and_written_to_from_the_legal_notice(client, db):
    make_territory(press_phone="03 21 21 20 00", press_email="presse@exemple.fr")
    html = read(client, "/mentions-legales/")
    assert 'href="tel:+33321212000"' in html
    assert "03\u00a021\u00a021\u00a020\u00a000</a>" in html
    assert 'href="mailto:presse@exemple.fr"' in html


def test_every_page_leads_to_where_an_error_is_told(client, db):
    territory = make_territory()
    assert "/mentions-legales/#signaler" in read(client, "/accessibilite/")
    told = "pas encore dit comment le joindre"
    assert told in read(client, "/mentions-legales/").split('id="signaler"')[1]
    territory.publisher_address = "Rue Ferdinand-Buisson"
    territory.save()
    assert "Par courrier" in read(client, "/mentions-legales/").split('id="signaler"')[1]
    territory.press_email = "presse@exemple.fr"
    territory.save()
    assert "mailto:presse@exemple.fr" in read(client, "/mentions-legales/").split('id="signaler"')[1]


def test_legal_notice_shows_a_number_that_is_none_without_link(client, db):
    make_territory(press_phone="standard, poste 12")
    html = read(client, "/mentions-legales/")
    assert "Téléphone\u00a0: </span>standard, poste 12" in html
    assert "tel:" not in html


def test_obstacle_can_be_told_in_writing(client, db):
    territory = make_territory(publisher_address="Rue Ferdinand-Buisson\n62020 Arras Cedex 9")
    html = read(client, "/accessibilite/")
    assert "Par courrier" in html
    assert "Rue Ferdinand-Buisson<br>62020 Arras Cedex 9" in html
    territory.press_email = "presse@exemple.fr"
    territory.save()
    assert 'Par courriel\u00a0: <a href="mailto:presse@exemple.fr">' in read(client, "/accessibilite/")


def test_obstacle_page_says_so_when_nobody_can_be_written_to(client, db):
    make_territory()
    assert "n’a pas encore donné d’adresse ici" in read(client, "/accessibilite/")


@pytest.mark.parametrize("path", ["/", "/mentions-legales/", "/donnees-ouvertes/"])
def test_licence_of_the_texts_is_named(client, db, path):
    make_territory()
    html = read(client, path)
    assert 'href="https://www.etalab.gouv.fr/licence-ouverte-open-licence/"' in html
    assert "Licence Ouverte 2.0" in html


def test_weaknesses_can_be_told(client, db, settings):
    assert client.get("/.well-known/security.txt").status_code == 404
    make_territory(press_email="presse@exemple.fr")
    told = dict(line.split(": ", 1) for line in read(client, "/.well-known/security.txt").splitlines())
    assert told["Contact"] == "mailto:presse@exemple.fr"
    assert told["Canonical"] == "http://testserver/.well-known/security.txt"
    until = datetime.fromisoformat(told["Expires"]) - timezone.now()
    assert timedelta(days=150) < until < timedelta(days=365)
    settings.SECURITY_CONTACT = "https://exemple.fr/failles"
    assert "Contact: https://exemple.fr/failles\n" in read(client, "/.well-known/security.txt")
