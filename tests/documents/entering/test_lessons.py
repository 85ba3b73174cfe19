"""What officers corrected in accepted imports is known at the next reading, with its reason; guesses teach nothing."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from documents.entering.lessons import apply_lessons
from documents.models import Lesson
from documents.review import corrections
from documents.review.draft import find_initiative, initiatives_of, is_theme_settled
from documents.review.typed import value_of
from documents.services import (
    accept_everything,
    accept_import,
    correct_draft,
    read_again,
    undo_import,
)
from initiatives.models import Theme
from tests.builders import make_organisation
from tests.documents.drafts import TEXT, make_draft
from tests.documents.receiving import received

pytestmark = pytest.mark.django_db

FLOOD = """\
Arras, le 12 janvier 2024

Inondations : le Pas-de-Calais solidaire n° 2

Chaque semaine, des habitants se mobilisent, et ce bulletin en rend compte.

Solidaires pour reloger les sinistrés :

- À Lens, l’association Alpha loge deux familles de Blendecques.

- À Vimy, l’association Bêta prête des lits. Les draps viennent des voisins d’en bas.
"""


def read(text, officer, name="crue.txt"):
    return received(data=text.encode(), filename=name, by=officer)


def accept(review, officer, correction=lambda draft: None):
    def decide(draft):
        correction(draft)
        for initiative in initiatives_of(draft):
            corrections.decide(draft, initiative["id"], "accepted")

    review = correct_draft(review=review, expected=review.version, by=officer, correction=decide)
    accept_import(review=review, by=officer)
    review.refresh_from_db()
    return review


def choose(slug):
    return lambda draft: corrections.choose_theme(draft, draft["sections"][0]["id"], slug)


def messages(node):
    return " ".join(remark["message"] for remark in node["remarks"])


def lesson(**fields):
    return Lesson.objects.create(**{"kind": "refused", "words": "Ville de Marck", **fields})


def test_theme_chosen_for_a_heading_is_known_next_time_with_its_reason(series, officer):
    review = read(FLOOD, officer)
    assert review.proposal["sections"][0]["theme"] == ""
    accept(review, officer, choose("isolees"))
    section = read(FLOOD.replace("n° 2", "n° 3"), officer, "suite.txt").proposal["sections"][0]
    assert section["theme"] == "isolees"
    assert is_theme_settled(section)
    assert "Appris" in messages(section)
    assert "crue.txt" in messages(section)
    assert [remark["level"] for remark in section["remarks"]] == ["info"]


def test_lesson_has_its_origin(series, officer):
    review = accept(read(FLOOD, officer), officer, choose("isolees"))
    learned = Lesson.objects.get()
    assert (learned.kind, learned.theme.slug, learned.learned_from) == ("heading", "isolees", review)
    assert learned.learned_by == officer
    assert review.report["learned"] == [learned.in_words]


def test_theme_that_was_guessed_teaches_nothing(series, officer):
    """One accepted import once made the next reading say “déjà paru (100 %)”."""
    review = read(FLOOD, officer)

    def guess(draft):
        draft["sections"][0] |= {"theme": "isolees", "theme_confidence": 0.6}

    review = correct_draft(review=review, expected=review.version, by=officer, correction=guess)
    review = accept_everything(review=review, by=officer)
    accept_import(review=review, by=officer)
    review.refresh_from_db()
    assert review.report["themes_taken"] == ["Solidaires pour reloger les sinistrés :"]
    assert not Lesson.objects.exists()
    section = read(FLOOD.replace("n° 2", "n° 3"), officer, "suite.txt").proposal["sections"][0]
    assert section["theme"] == ""


def test_open_review_and_undone_import_teach_nothing(series, officer):
    review = read(FLOOD, officer)
    correct_draft(review=review, expected=1, by=officer, correction=choose("isolees"))
    assert not Lesson.objects.exists()
    review.refresh_from_db()
    accepted = accept(review, officer)
    assert Lesson.objects.count() == 1
    undo_import(review=accepted, by=officer)
    assert not Lesson.objects.exists()


def test_lesson_that_is_switched_off_is_not_used(series, officer):
    accepted = accept(read(FLOOD, officer), officer, choose("isolees"))
    Lesson.objects.update(is_active=False)
    assert read_again(source=accepted.document, by=officer).proposal["sections"][0]["theme"] == ""


def test_refused_words_are_not_proposed_again(officer):
    lesson(learned_by=officer)
    draft = make_draft()
    apply_lessons(draft, TEXT)
    first = next(initiatives_of(draft))
    assert first["organisations"] == []
    assert "n’est pas proposé comme acteur" in messages(first)


def test_added_actor_is_found_where_its_name_stands(officer):
    lesson(kind="actor", words="Lens", organisation_kind="collectivite", learned_by=officer)
    draft = make_draft()
    apply_lessons(draft, TEXT)
    found = [(one["title"], value) for one in initiatives_of(draft) for value in one["organisations"]]
    _, value = next(pair for pair in found if pair[1]["name"] == "Lens")
    assert TEXT[slice(*value["span"])] == "Lens"
    assert value["kind"] == "collectivite"
    assert sum(value["name"] == "Lens" for _, value in found) == 1


def test_name_inside_another_word_is_no_actor(officer):
    lesson(kind="actor", words="Mar", organisation_kind="club", learned_by=officer)
    draft = make_draft()
    apply_lessons(draft, TEXT)
    assert not any(value["name"] == "Mar" for one in initiatives_of(draft) for value in one["organisations"])


def test_corrections_of_actors_are_learned(series, officer):
    review = read(FLOOD, officer)

    def correction(draft):
        choose("isolees")(draft)
        first, second = initiatives_of(draft)
        names = [value["name"] for value in first["organisations"]]
        corrections.remove_value(draft, first["id"], "organisations", names.index(names[0]))
        value = value_of("organisations", "voisins d’en bas", span=None) | {"is_added": True}
        corrections.add_value(draft, second["id"], "organisations", value)

    refused = next(initiatives_of(review.proposal))["organisations"][0]["name"]
    accept(review, officer, correction)
    learned = set(Lesson.objects.exclude(kind="heading").values_list("kind", "words"))
    assert ("actor", "voisins d’en bas") in learned
    assert ("refused", refused) in learned


def test_words_of_a_known_organisation_are_not_refused_for_all(series, officer):
    review = read(FLOOD, officer)
    first = next(initiatives_of(review.proposal))
    make_organisation(first["organisations"][0]["name"])

    def correction(draft):
        choose("isolees")(draft)
        corrections.remove_value(draft, first["id"], "organisations", 0)

    accept(review, officer, correction)
    assert not Lesson.objects.filter(kind="refused").exists()


def test_commune_that_did_not_act_here_may_act_elsewhere(series, officer):
    review = read(FLOOD, officer)
    first = next(initiatives_of(review.proposal))

    def correction(draft):
        choose("isolees")(draft)
        find_initiative(draft, first["id"])["organisations"][0]["kind"] = "collectivite"
        corrections.remove_value(draft, first["id"], "organisations", 0)

    accept(review, officer, correction)
    assert not Lesson.objects.filter(kind="refused").exists()


def test_words_put_back_are_not_refused():
    draft = make_draft()
    first = next(initiatives_of(draft))
    value = dict(first["organisations"][0])
    corrections.remove_value(draft, first["id"], "organisations", 0)
    assert first["refused"] == [{"name": "Ville de Marck", "kind": "collectivite"}]
    corrections.add_value(draft, first["id"], "organisations", value | {"is_added": True})
    assert first["refused"] == []


def test_added_then_removed_value_refuses_nothing():
    draft = make_draft()
    first = next(initiatives_of(draft))
    corrections.add_value(
        draft, first["id"], "organisations", {"name": "Erreur", "kind": "club", "span": None, "is_added": True}
    )
    corrections.remove_value(draft, first["id"], "organisations", 1)
    assert first.get("refused", []) == []


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "heading"},
        {"kind": "actor"},
        {"organisation_kind": "club"},
        {"has_theme": True},
    ],
)
def test_lesson_of_the_wrong_form_is_refused(officer, fields):
    theme = Theme.objects.first() if fields.pop("has_theme", False) else None
    with pytest.raises(IntegrityError), transaction.atomic():
        lesson(learned_by=officer, theme=theme, **fields)


def test_lesson_is_said_once_for_the_same_words(officer):
    lesson(learned_by=officer)
    with pytest.raises(IntegrityError), transaction.atomic():
        lesson(learned_by=officer, words="VILLE DE MARCK")


@pytest.mark.parametrize(("fixture", "status"), [("officer", 403), ("editor", 200)])
def test_lessons_are_listed_for_all_and_changed_by_editors(client, request, officer, fixture, status):
    row = lesson(learned_by=officer)
    client.force_login(request.getfixturevalue(fixture))
    page = client.get("/admin/documents/lesson/")
    assert "Ville de Marck" in page.content.decode()
    answer = client.post(f"/admin/documents/lesson/{row.pk}/change/", {"kind": "refused", "words": row.words})
    assert answer.status_code == (403 if status == 403 else 302)
    row.refresh_from_db()
    assert row.is_active is (status == 403)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_of_lessons_takes_as_many_queries_for_one_as_for_three(
    client, editor, officer, django_assert_num_queries, rows
):
    for number in range(rows):
        lesson(learned_by=officer, words=f"Groupe {number}")
    client.force_login(editor)
    client.get("/admin/documents/lesson/")
    with django_assert_num_queries(8):
        client.get("/admin/documents/lesson/")
