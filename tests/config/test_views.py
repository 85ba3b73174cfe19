import pytest
from django.db import OperationalError, connection


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
