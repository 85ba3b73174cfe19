"""The way back from a form: to a page of the Espace rédaction, and to no other."""

import pytest
from django.test import RequestFactory

from backoffice.returning import back_url, came_from, with_way_back

HERE = "/admin/atelier/ecrire/"


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/admin/atelier/5/#a-placer", "/admin/atelier/5/#a-placer"),
        ("https://exemple.fr/admin/", ""),
        ("//exemple.fr/admin/", ""),
        ("/bulletins/", ""),
        ("/admin/\n/x", ""),
        ("", ""),
    ],
)
def test_way_back_stays_within_the_espace_redaction(asked, leads):
    assert back_url(RequestFactory().get("/", {"retour": asked})) == leads
    assert back_url(RequestFactory().post("/", {"retour": asked})) == leads


@pytest.mark.parametrize(
    ("referer", "leads"),
    [
        ("http://testserver/admin/?x=1", "/admin/?x=1"),
        ("http://testserver/admin/", "/admin/"),
        (f"http://testserver{HERE}", ""),
        ("http://testserver/admin/login/?next=/admin/", ""),
        ("http://exemple.fr/admin/", ""),
        ("", ""),
    ],
)
def test_page_before_is_one_of_ours(referer, leads):
    assert came_from(RequestFactory().get(HERE, headers={"Referer": referer})) == leads


def test_address_of_a_form_keeps_its_anchor():
    assert with_way_back("/a/#id_x", "/b/#c") == "/a/?retour=%2Fb%2F%23c#id_x"
    assert with_way_back("/a/?p=1", "/b/") == "/a/?p=1&retour=%2Fb%2F"
