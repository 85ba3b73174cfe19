"""The series of a document: proposed from its title, chosen, or made with the draft."""

from __future__ import annotations

import pytest

from bulletins.models import Series
from documents.entering.series import bulletin_with_number, propose_series, series_of
from documents.entering.writing import write_draft
from documents.refusals import WritingRefused
from documents.review import corrections
from documents.review.draft import initiatives_of
from tests.builders import make_bulletin
from tests.documents.drafts import make_draft

pytestmark = pytest.mark.django_db


def draft_titled(title, **head):
    draft = make_draft()
    draft["bulletin"] |= {"title": title, "kind": "numbered", "number": 2, **head}
    propose_series(draft)
    for initiative in initiatives_of(draft):
        initiative["decision"] = "accepted"
    return draft


def doubts_about_series(draft):
    return [remark for remark in draft["remarks"] if remark["field"] == "series"]


@pytest.fixture
def floods():
    return Series.objects.create(name="Inondations : le Pas-de-Calais solidaire")


@pytest.mark.parametrize(
    "title",
    [
        "Inondations : le Pas-de-Calais solidaire n° 2",
        "INONDATIONS - LE PAS-DE-CALAIS SOLIDAIRE N°2",
        "Inondations : le Pas-de-Calais solidaire, semaine 2",
    ],
)
def test_series_is_proposed_from_the_printed_title(series, floods, title):
    draft = draft_titled(title)
    assert draft["bulletin"]["series"] == floods.pk
    assert doubts_about_series(draft) == []


def test_series_is_known_by_the_titles_of_its_bulletins(series, floods):
    make_bulletin(series=floods, title="Les eaux montent, on se serre les coudes")
    assert draft_titled("Les eaux montent, on se serre les coudes n° 3")["bulletin"]["series"] == floods.pk


def test_title_of_no_series_is_a_doubt_until_one_is_chosen(series):
    draft = draft_titled("Grand froid n° 2")
    assert draft["bulletin"]["series"] is None
    assert series_of(draft["bulletin"], by=None) == series
    (remark,) = doubts_about_series(draft)
    assert "Grand froid" in remark["message"]
    corrections.correct_head(draft, {"series": series.pk, "new_series": ""})
    assert doubts_about_series(draft) == []


def test_one_common_word_is_not_a_series(series):
    Series.objects.create(name="Inondations")
    assert doubts_about_series(draft_titled("Inondations dans le Marais n° 2"))


def test_special_needs_no_series_of_its_own(series):
    assert doubts_about_series(draft_titled("Grand froid", kind="special", number=None)) == []


def test_number_two_of_another_series_does_not_collide(series, floods, officer):
    taken = make_bulletin(series=series, number=2)
    draft = draft_titled("Inondations : le Pas-de-Calais solidaire n° 2")
    bulletin = write_draft(draft, by=officer).rows[0][1]
    assert (bulletin.series, bulletin.number) == (floods, 2)
    assert bulletin_with_number(2, series) == taken
    assert bulletin_with_number(3, series) is None
    assert bulletin_with_number(2, None) is None
    draft["bulletin"]["series"] = series.pk
    with pytest.raises(WritingRefused, match="existe déjà"):
        write_draft(draft, by=officer)


def test_new_series_is_made_with_the_draft(series, officer):
    draft = draft_titled("Grand froid n° 2")
    corrections.correct_head(draft, {"series": None, "new_series": "Grand froid"})
    assert not Series.objects.filter(name="Grand froid").exists()
    made = write_draft(draft, by=officer)
    bulletin = made.rows[0][1]
    assert (bulletin.series.name, bulletin.series.is_main, bulletin.title) == ("Grand froid", False, "Grand froid")
    assert ("series", bulletin.series) in made.rows


def test_same_number_of_a_small_series_read_twice_is_seen_as_taken(series, officer):
    first = draft_titled("Inondations n° 2")
    corrections.correct_head(first, {"series": None, "new_series": "Inondations"})
    bulletin = write_draft(first, by=officer).rows[0][1]
    head = draft_titled("Inondations n° 2")["bulletin"]
    assert head["series"] == bulletin.series.pk
    assert bulletin_with_number(head["number"], series_of(head, by=officer)) == bulletin
    with pytest.raises(WritingRefused, match="existe déjà"):
        write_draft(draft_titled("Inondations n° 2"), by=officer)


def test_first_series_of_an_installation_is_the_main_one(officer):
    draft = draft_titled("Grand froid n° 2")
    with pytest.raises(WritingRefused, match="série"):
        write_draft(draft, by=officer)
    draft["bulletin"]["new_series"] = "Grand froid"
    assert write_draft(draft, by=officer).rows[0][1].series.is_main
