"""What is missing or forbidden is said in the frame of who asks, with a way back."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import Http404
from django.urls import reverse

from config.refusing.handlers import forbidden, missing
from tests.builders import make_user

MISSING, FORBIDDEN = "/admin/initiatives/rien/", reverse("admin:state")
OFFICE, BACK = 'id="logout-form"', 'href="/admin/"'


@pytest.mark.parametrize(("url", "status"), [(MISSING, 404), (FORBIDDEN, 403)])
def test_officer_stays_in_the_office(client, officer, url, status):
    client.force_login(officer)
    response = client.get(url)
    page = response.content.decode()
    assert (response.status_code, OFFICE in page, BACK in page) == (status, True, True)
    assert f"Erreur {status}" in page
    assert reverse("admin:initiatives_initiative_changelist") in page  # the daily links
    assert response["Cache-Control"] == "no-store"


def test_row_that_is_missing_is_said_in_the_office(client, officer):
    client.force_login(officer)
    response = client.get(reverse("workshop:page", args=[7]))
    assert (response.status_code, OFFICE in response.content.decode()) == (404, True)


def test_others_and_other_pages_have_the_public_frame(client, officer, rf):
    request = rf.get(MISSING)
    request.user = make_user("sans-role")
    assert OFFICE not in missing(request, Http404()).content.decode()
    client.force_login(officer)
    page = client.get("/rien/").content.decode()
    assert ("Cette page n’existe pas" in page, OFFICE in page) == (True, False)


@pytest.mark.parametrize(
    ("answer", "raised", "status"), [(forbidden, PermissionDenied(), 403), (missing, Http404(), 404)]
)
def test_frame_without_a_database_asks_nothing_of_it(rf, officer, answer, raised, status):
    def away(*args):
        raise OperationalError

    request = rf.get(MISSING)
    request.user = officer
    with connection.execute_wrapper(away):
        response = answer(request, raised)
    page = response.content.decode()
    assert (response.status_code, BACK in page, OFFICE in page) == (status, True, False)
    assert f"Erreur {status}" in page


def test_request_that_nobody_was_asked_for_has_the_public_frame(rf, db):
    response = missing(rf.get(MISSING), Http404())
    assert (response.status_code, OFFICE in response.content.decode()) == (404, False)
