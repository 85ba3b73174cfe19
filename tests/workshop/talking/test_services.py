"""What is said, who is told of it, and what is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from bulletins.reach.acts import entrust_series
from tests.builders import NOW, make_bulletin, make_initiative, make_section, make_series, make_user
from tests.bulletins.reach.accounts import make_limited
from workshop.models import Assignment, Comment
from workshop.talking.mentions import named_in
from workshop.talking.reading import exchanges_about, letters_to, tasks_of
from workshop.talking.services import (
    AlreadySettled,
    NotEntrustable,
    NothingSaid,
    PassageElsewhere,
    UnknownColleague,
    answer,
    entrust,
    finish,
    reopen,
    resolve,
    say,
)

TODAY = NOW.date()


@pytest.fixture
def camille(db):
    return make_user("camille.martin", group="rédaction", email="camille@exemple.fr", first_name="Camille")


@pytest.fixture
def row(db, officer):
    return make_initiative("Des masques", summary="Deux couturières\u00a0: **1 600** masques.", created_by=officer)


def test_named_people_and_the_author_of_the_record_are_told(row, editor, officer, camille):
    comment = say(about=row, by=editor, text="@camille.martin, combien ?", passage="1 600 masques", now=NOW)
    assert set(comment.told.all()) == {camille, officer}
    assert (comment.initiative, comment.bulletin, comment.author, comment.created_at) == (row, None, editor, NOW)
    assert [letter.title for letter in letters_to(camille)] == ["Des masques"]
    assert letters_to(editor) == []


def test_mail_leaves_after_the_commit_and_tells_where_not_what(
    row, editor, camille, mailoutbox, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        say(about=row, by=editor, text="@camille.martin : secret", origin="https://exemple.fr", now=NOW)
        assert mailoutbox == []
    (mail,) = mailoutbox  # the author of the record has no address
    assert mail.to == ["camille@exemple.fr"]
    assert mail.subject == "editrice vous a écrit\u00a0: «\u00a0Des masques\u00a0»"
    assert f"https://exemple.fr/admin/initiatives/initiative/{row.pk}/change/#echanges" in mail.body
    assert "secret" not in mail.body


def test_no_mail_for_what_was_rolled_back(row, editor, camille, mailoutbox, django_capture_on_commit_callbacks):
    def fail_afterwards():
        with transaction.atomic():
            say(about=row, by=editor, text="@camille.martin", now=NOW)
            raise LookupError

    with django_capture_on_commit_callbacks(execute=True) as callbacks, pytest.raises(LookupError):
        fail_afterwards()
    assert (mailoutbox, callbacks, Comment.objects.count()) == ([], [], 0)


def test_message_stays_when_the_mail_server_is_away(
    row, editor, camille, settings, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    with django_capture_on_commit_callbacks(execute=True):
        say(about=row, by=editor, text="@camille.martin", now=NOW)
    assert "refused" in caplog.text
    assert len(letters_to(camille)) == 1


def test_answers_tell_all_who_spoke_before(row, editor, officer, camille, administrator):
    first = say(about=row, by=editor, text="Combien ?", now=NOW)
    answer(comment=first, by=camille, text="1 600", now=NOW)
    reply = answer(comment=first, by=administrator, text="Plutôt 1 700", now=NOW + timedelta(hours=1))
    assert set(reply.told.all()) == {editor, camille, officer}
    (exchange,) = exchanges_about(row, Comment.objects.all())
    assert [one.text for one in exchange.replies] == ["1 600", "Plutôt 1 700"]
    assert [letter.who for letter in letters_to(editor)] == ["administratrice"]
    assert letters_to(administrator) == []  # her own word is the last


def test_settled_exchange_leaves_the_first_page_and_is_opened_again(row, editor, officer):
    first = say(about=row, by=editor, text="Combien ?", now=NOW)
    resolve(comment=first, by=officer, now=NOW)
    assert letters_to(officer) == []
    with pytest.raises(AlreadySettled, match="redactrice"):
        resolve(comment=first, by=editor)
    with pytest.raises(AlreadySettled, match="conservé"):
        answer(comment=first, by=editor, text="Et encore ?")
    reopen(comment=first, by=editor)
    reopen(comment=first, by=editor)
    assert len(letters_to(officer)) == 1
    answer(comment=first, by=editor, text="Et encore ?")


@pytest.mark.parametrize("passage", ["1 600 masques", "Deux COUTURIÈRES : 1 600", "**1 600**", "Des masques"])
def test_passage_may_be_quoted_from_the_form_or_from_the_page(row, editor, passage):
    assert say(about=row, by=editor, text="Sûr ?", passage=passage).passage == passage


def test_passage_that_stands_nowhere_is_refused(row, editor):
    with pytest.raises(PassageElsewhere, match="conservé"):
        say(about=row, by=editor, text="Sûr ?", passage="2 000 masques")
    assert Comment.objects.count() == 0


def test_passage_that_was_rewritten_is_said_to_be_gone(row, editor):
    say(about=row, by=editor, text="Sûr ?", passage="1 600 masques")
    assert [one.is_gone for one in exchanges_about(row, Comment.objects.all())] == [False]
    row.summary = "Des couturières cousent."
    assert [one.is_gone for one in exchanges_about(row, Comment.objects.all())] == [True]


def test_passage_of_a_bulletin_is_any_text_that_it_will_print(editor):
    bulletin = make_bulletin("Le pays solidaire", introduction="Chaque semaine.", closing="Merci à tous.")
    section = make_section(bulletin, make_initiative(summary="Un texte de fiche."), heading="Soigner")
    section.entries.update(wording="")
    section.entries.create(initiative=make_initiative(summary="Jamais lu."), wording="Le texte du jour.", position=2)
    for passage in ("Chaque semaine", "Merci", "Soigner", "texte de fiche", "texte du jour", "pays solidaire"):
        assert say(about=bulletin, by=editor, text="?", passage=passage).bulletin == bulletin
    with pytest.raises(PassageElsewhere):
        say(about=bulletin, by=editor, text="?", passage="Jamais lu")


@pytest.mark.parametrize("text", ["", "  ", "\n"])
def test_message_has_words(row, editor, text):
    with pytest.raises(NothingSaid):
        say(about=row, by=editor, text=text)


@pytest.mark.parametrize(
    ("text", "named", "unknown"),
    [
        ("@camille.martin", ["camille.martin"], []),
        ("Bonjour @Camille.Martin.", ["camille.martin"], []),
        ("(@camille.martin), @camille.martin !", ["camille.martin"], []),
        ("écrire à contact@camille.martin", [], []),
        ("@personne et @camille.martin", ["camille.martin"], ["personne"]),
        ("@partie", [], ["partie"]),
        ("@lectrice", [], ["lectrice"]),
        ("@ rien @", [], []),
        ("x", [], []),
    ],
)
def test_mentions_are_identifiers_of_the_office(camille, text, named, unknown):
    make_user("partie", group="rédaction", is_active=False)
    make_user("lectrice")
    found, others = named_in(text)
    assert ([one.username for one in found], others) == (named, unknown)


def test_unknown_name_is_told_and_nothing_is_written(row, editor):
    with pytest.raises(UnknownColleague, match="personne"):
        say(about=row, by=editor, text="@personne ?")
    assert Comment.objects.count() == 0


def test_colleague_of_another_series_is_not_named_and_hears_no_more(editor, camille):
    bulletin = make_bulletin()
    first = say(about=bulletin, by=camille, text="À relire.")
    other = make_series(name="Une autre série", is_main=False)
    entrust_series(account=camille, series=[other], by=editor)
    beyond = make_limited(other, username="ailleurs")
    with pytest.raises(UnknownColleague, match="n’est pas confiée"):
        say(about=bulletin, by=editor, text=f"@{beyond.username} qu’en penses-tu ?")
    assert list(answer(comment=first, by=editor, text="Relu.").told.all()) == []
    assert Comment.objects.count() == 2


def test_task_is_on_the_first_page_until_it_is_done(row, editor, officer, mailoutbox):
    task = entrust(about=row, person=officer, due_on=TODAY, by=editor, note="vérifier la commune", now=NOW)
    (own,) = tasks_of(officer, today=TODAY)
    assert (own["title"], own["task"].is_late, tasks_of(editor, today=TODAY)) == ("Des masques", False, [])
    assert [one["task"].is_late for one in tasks_of(officer, today=TODAY + timedelta(days=1))] == [True]
    finish(assignment=task, by=officer, now=NOW)
    again = finish(assignment=task, by=editor)
    assert (again.done_by, tasks_of(officer, today=TODAY)) == (officer, [])


def test_task_is_told_by_mail_but_not_to_oneself(row, editor, camille, mailoutbox, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        entrust(about=row, person=camille, due_on=date(2020, 5, 7), by=editor, now=NOW)
        entrust(about=make_initiative(), person=camille, due_on=date(2020, 5, 7), by=camille, now=NOW)
    assert [mail.subject for mail in mailoutbox] == [
        "editrice vous confie une tâche pour le 07/05/2020\u00a0: «\u00a0Des masques\u00a0»"
    ]


def test_task_asked_again_is_the_same_one(row, editor, officer):
    first = entrust(about=row, person=officer, due_on=TODAY, by=editor, now=NOW)
    later = entrust(about=row, person=officer, due_on=TODAY + timedelta(days=3), by=editor, note="encore", now=NOW)
    assert (first.pk, later.note, Assignment.objects.count()) == (later.pk, "encore", 1)
    finish(assignment=first, by=officer)
    assert entrust(about=row, person=officer, due_on=TODAY, by=editor, now=NOW).pk != first.pk


def test_task_is_for_a_colleague_and_a_day_to_come(row, editor, officer):
    with pytest.raises(NotEntrustable, match="passé"):
        entrust(about=row, person=officer, due_on=TODAY - timedelta(days=1), by=editor, now=NOW)
    with pytest.raises(NotEntrustable, match="équipe"):
        entrust(about=row, person=make_user("lectrice"), due_on=TODAY, by=editor, now=NOW)


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"initiative": None}, "comment_about_one"),
        ({"text": ""}, "comment_text_given"),
        ({"resolved_at": NOW}, "comment_resolved_at_by_together"),
        ({"answers": True, "passage": "x"}, "comment_answer_is_plain"),
        ({"answers": "self"}, "comment_answers_another"),
    ],
)
def test_half_told_messages_are_refused_by_the_database(row, editor, fields, constraint):
    first = Comment.objects.create(initiative=row, text="x", author=editor)
    if fields.get("answers") == "self":
        first.answers = first
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            first.save()
        return
    fields = {"initiative": row, "text": "x", "author": editor} | fields
    if fields.get("answers"):
        fields["answers"] = first
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Comment.objects.create(**fields)


def test_half_told_tasks_are_refused_by_the_database(row, editor, officer):
    fields = {"person": officer, "due_on": TODAY, "created_by": editor}
    bulletin = make_bulletin()
    for wrong, constraint in (
        ({}, "assignment_about_one"),
        ({"initiative": row, "bulletin": bulletin}, "assignment_about_one"),
        ({"initiative": row, "done_at": NOW}, "assignment_done_at_by_together"),
    ):
        with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
            Assignment.objects.create(**fields, **wrong)
    for about in ({"initiative": row}, {"bulletin": bulletin}):
        Assignment.objects.create(**fields, **about)
        with pytest.raises(IntegrityError, match="one_open_by"), transaction.atomic():
            Assignment.objects.create(**fields, **about)
