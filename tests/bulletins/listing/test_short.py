"""What was read once of a frozen edition is at hand, and is cleaned anew each time."""

import pytest

from bulletins.listing import short
from bulletins.listing.paging import told_editions
from bulletins.listing.short import KEPT, KeptContents
from bulletins.listing.telling import summaries_of, teasers_of
from bulletins.models import Edition
from bulletins.occulting.acts import occult_edition
from bulletins.presenting import issues_of
from bulletins.services import withdraw_bulletin
from organisations.models import Person
from tests.builders import make_person
from tests.bulletins.issues import LATER, make_cited, make_published

pytestmark = pytest.mark.django_db

ARCHIVE, FEED = "/bulletins/", "/bulletins/atom.xml"


@pytest.mark.parametrize(("url", "queries"), [(ARCHIVE, 4), (FEED, 4)])
def test_snapshots_are_read_once(client, editor, django_assert_num_queries, url, queries):
    for number in (1, 2, 3):
        make_published(editor, number=number)
    with django_assert_num_queries(queries):
        client.get(url)
    with django_assert_num_queries(queries - 1) as asked:
        client.get(url)
    assert not any('"snapshot"' in query["sql"] for query in asked)


@pytest.mark.parametrize("url", [ARCHIVE, FEED])
def test_name_that_is_hidden_later_leaves_what_is_at_hand(client, editor, url):
    person = make_person("Zorg Nom", is_public=True)
    initiative = make_cited("Zorg Nom coud des masques")
    initiative.persons.add(person)
    make_published(editor, initiative)
    assert "Zorg Nom" in client.get(url).content.decode()
    person.is_public = False
    person.save()
    assert "Zorg Nom" not in client.get(url).content.decode()


def test_what_was_occulted_is_read_anew(editor):
    initiative = make_cited("Zorg Nom coud des masques")
    make_published(editor, initiative)
    assert "Zorg Nom" in str(teasers_of(Edition.objects.select_related("bulletin__series")))
    kept, edition = KeptContents(), Edition.objects.get()
    assert "Zorg Nom" in str(kept.of([edition]))
    occult_edition(edition=edition, passages=["Zorg Nom"], reason="Demande d’effacement", by=editor, now=LATER)
    edition = Edition.objects.defer("snapshot").get()
    assert "Zorg Nom" not in str(kept.of([edition]))
    assert "Zorg Nom" not in str(kept.kept)


def test_all_is_forgotten_once_something_left_the_public(client, editor):
    bulletin = make_published(editor)
    client.get(ARCHIVE)
    assert KEPT.kept
    client.get("/")
    assert KEPT.kept
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur", now=LATER)
    client.get("/")  # any page
    assert not KEPT.kept


def test_all_is_forgotten_after_an_hour(editor, monkeypatch, django_assert_num_queries):
    make_published(editor)
    kept, editions = KeptContents(), list(Edition.objects.defer("snapshot"))
    kept.of(editions)
    monkeypatch.setattr(kept, "begun_at", kept.begun_at - short.LONGEST_KEPT - 1)
    with django_assert_num_queries(1):
        kept.of(editions)
    with django_assert_num_queries(0):
        kept.of(editions)


def test_few_are_kept(editor, django_assert_num_queries):
    make_published(editor, number=1)
    make_published(editor, number=2)
    kept, editions = KeptContents(most=1), list(Edition.objects.defer("snapshot").order_by("pk"))
    assert len(kept.of(editions)) == 2
    (held,) = kept.kept
    for edition in sorted(editions, key=lambda one: one.pk != held):
        with django_assert_num_queries(0 if edition.pk == held else 1):
            kept.of([edition])


def test_kept_content_is_not_what_is_shown(editor):
    make_published(editor)
    editions = list(Edition.objects.select_related("bulletin__series"))
    first = [issue.content for issue in summaries_of(editions, with_files=[])]
    first[0]["sections"][0]["entries"][0]["title"] = "autre"
    assert "autre" not in str([issue.content for issue in summaries_of(editions, with_files=[])])


def test_digest_is_that_of_the_moment(editor, django_assert_num_queries):
    """Said again without reading the whole content, until something is to be taken out of it."""
    person = make_person("Zorg Nom", is_public=True)
    initiative = make_cited(summary="Zorg Nom coud.")
    initiative.persons.add(person)
    make_published(editor, initiative)

    def digests():
        editions = list(told_editions())
        return [issue.digest for issue in summaries_of(editions, with_files=editions)]

    def expected():
        return [issue.digest for issue in issues_of(Edition.objects.select_related("bulletin__series"))]

    assert digests() == expected() != [""]
    with django_assert_num_queries(1 + 1):  # editions; persons and contacts
        assert digests()
    before = digests()
    Person.objects.update(is_public=False)
    assert digests() == expected() != before
