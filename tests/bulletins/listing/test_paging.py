"""The page that an address asks for, as Django's paginator understands it."""

import pytest
from django.core.paginator import Paginator

from bulletins.listing.paging import page_of_editions, told_editions
from bulletins.pages import published_editions
from tests.bulletins.issues import make_published

pytestmark = pytest.mark.django_db

ASKED = [None, "", "abc", "0", "-1", "1", " 2 ", "2", "3", "4", "1.0", "2.5", "٢", str(10**30), "1e9", "+2"]


def test_page_is_that_of_a_paginator(editor):
    for number in range(1, 6):
        make_published(editor, number=number)
    for asked in ASKED:
        page, usual = page_of_editions(asked, per_page=2), Paginator(published_editions(), 2).get_page(asked)
        assert list(page) == list(usual), asked
        assert (page.number, page.paginator.num_pages, page.paginator.count) == (usual.number, 3, 5), asked
        assert (page.has_next(), page.has_previous()) == (usual.has_next(), usual.has_previous()), asked


def test_usual_page_takes_one_query(editor, django_assert_num_queries):
    make_published(editor)
    with django_assert_num_queries(1):
        assert page_of_editions("1", per_page=2).paginator.count == 1


def test_nothing_is_a_page_too(db):
    page = page_of_editions(None, per_page=2)
    assert (list(page), page.number, page.paginator.num_pages) == ([], 1, 1)


def test_rows_come_without_what_no_list_shows(editor, django_assert_num_queries):
    make_published(editor)
    (edition,) = told_editions()
    with django_assert_num_queries(0):
        edition.bulletin.get_absolute_url(), edition.sha256, edition.is_rectification, edition.correction
    assert "snapshot" in edition.get_deferred_fields()
