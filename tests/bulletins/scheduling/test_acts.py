"""Planned publications: what is refused, what comes out, what is told when it does not."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletins.models import Bulletin, Entry, Schedule
from bulletins.scheduling.acts import NotPlannable, NotPlanned, plan_publication, publish_due, unplan_publication
from bulletins.scheduling.embargo import embargo_path
from bulletins.services import NotPublishable, publish_bulletin
from tests.builders import make_bulletin, make_bulletin_picture, make_contact, make_picture
from tests.bulletins.issues import make_cited, make_draft

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)
HOUR = NOW + timedelta(hours=8)


def plan(draft, by, **options):
    return plan_publication(bulletin=draft, **{"planned_for": HOUR, "by": by, "now": NOW} | options)


def test_planned_bulletin_comes_out_at_its_hour_and_not_before(editor):
    draft = make_draft()
    schedule = plan(draft, editor)
    publish_due(HOUR - timedelta(seconds=1))
    draft.refresh_from_db()
    assert draft.status == Bulletin.Status.DRAFT
    assert publish_due(HOUR).startswith("1")
    draft.refresh_from_db()
    schedule.refresh_from_db()
    assert (draft.status, draft.number, draft.published_at, draft.published_by) == ("published", 1, HOUR, editor)
    assert (schedule.status, schedule.ended_at) == (Schedule.Status.DONE, HOUR)
    assert publish_due(HOUR).startswith("0")
    assert [one.history_change_reason for one in draft.history.all()][:2] == [
        "publié (n°\u00a01)", "programmé pour le 4\u00a0mai\u00a02026 à 18\u00a0h",
    ]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), [
    ({"planned_for": NOW}, "déjà passé"),
    ({"planned_for": NOW + timedelta(days=400)}, "plus d’un an"),
    ({"expected_version": 7}, "modifié depuis"),
])  # fmt: skip
def test_plan_is_refused(editor, options, words):
    with pytest.raises(NotPlannable, match=words):
        plan(make_draft(), editor, **options)
    assert not Schedule.objects.exists()


def test_plan_of_an_unfinished_or_published_bulletin_is_refused(editor):
    with pytest.raises(NotPublishable):
        plan(make_bulletin(), editor)
    published = publish_bulletin(bulletin=make_draft(), by=editor)
    with pytest.raises(NotPlannable, match="plus un brouillon"):
        plan(published, editor)


def test_planning_again_takes_the_earlier_plan_back(editor):
    draft = make_draft()
    first, second = plan(draft, editor), plan(draft, editor, planned_for=HOUR + timedelta(hours=1))
    first.refresh_from_db()
    assert (first.status, second.status) == (Schedule.Status.CANCELLED, Schedule.Status.PENDING)
    publish_due(HOUR)
    draft.refresh_from_db()
    assert draft.status == Bulletin.Status.DRAFT


def test_plan_that_was_taken_back_publishes_nothing(editor):
    draft = make_draft()
    plan(draft, editor)
    unplan_publication(bulletin=draft, by=editor, now=NOW)
    publish_due(HOUR)
    draft.refresh_from_db()
    assert draft.status == Bulletin.Status.DRAFT
    with pytest.raises(NotPlanned):
        unplan_publication(bulletin=draft, by=editor)


def test_publishing_by_hand_closes_the_plan(editor):
    draft = make_draft()
    schedule = plan(draft, editor)
    publish_bulletin(bulletin=draft, by=editor, now=NOW)
    schedule.refresh_from_db()
    assert schedule.status == Schedule.Status.DONE
    publish_due(HOUR)
    assert draft.editions.count() == 1


def change_title(draft):
    Bulletin.objects.filter(pk=draft.pk).update(title="Autre titre")


def change_number(draft):
    Bulletin.objects.filter(pk=draft.pk).update(number=40)


def change_wording(draft):
    Entry.objects.filter(section__bulletin=draft).update(wording="Un autre texte du jour.")


def change_record(draft):
    initiative = draft.sections.get().entries.get().initiative
    initiative.summary = "La fiche dit autre chose."
    initiative.save()


def hide_contact(draft):
    draft.sections.get().entries.get().initiative.contacts.update(is_public=False)


@pytest.mark.parametrize("change", [change_title, change_number, change_wording, change_record, hide_contact])
def test_text_that_changed_since_it_was_signed_does_not_come_out(editor, change):
    draft = make_draft()
    schedule = plan(draft, editor)
    change(draft)
    publish_due(HOUR)
    draft.refresh_from_db()
    schedule.refresh_from_db()
    assert (draft.status, draft.series.last_number) == (Bulletin.Status.DRAFT, 0)
    assert schedule.status == Schedule.Status.REFUSED
    assert "a changé depuis" in schedule.problem
    assert not draft.editions.exists()


def test_failed_check_keeps_the_draft_and_tells_the_editor_by_mail(editor, settings):
    settings.SITE_URL = "https://solidaire.exemple.fr"
    editor.email = "editrice@exemple.fr"
    editor.save()
    draft = make_draft()
    schedule = plan(draft, editor)
    draft.sections.all().delete()
    publish_due(HOUR)
    schedule.refresh_from_db()
    assert schedule.status == Schedule.Status.REFUSED
    assert mail.outbox == []
    Schedule.objects.filter(status=Schedule.Status.PENDING).delete()
    call_command("travail", "--once")
    (told,) = mail.outbox
    assert told.to == ["editrice@exemple.fr"]
    assert schedule.problem in told.body
    assert f"https://solidaire.exemple.fr/admin/bulletins/bulletin/{draft.pk}/change/" in told.body


def test_editor_without_an_address_is_told_on_the_first_page(client, editor):
    draft = make_draft()
    plan(draft, editor)
    draft.sections.all().delete()
    publish_due(HOUR)
    call_command("travail", "--once")
    assert mail.outbox == []
    client.force_login(editor)
    assert "n’a pas paru" in client.get(reverse("admin:index")).content.decode()


def test_more_than_two_hours_late_waits_for_a_human(editor):
    draft = make_draft()
    schedule = plan(draft, editor)
    other = make_draft(make_cited())
    plan(other, editor, planned_for=HOUR + timedelta(minutes=1))
    publish_due(HOUR + timedelta(hours=2, minutes=1))
    draft.refresh_from_db()
    other.refresh_from_db()
    schedule.refresh_from_db()
    assert (draft.status, schedule.status) == (Bulletin.Status.DRAFT, Schedule.Status.LATE)
    assert other.is_published  # two hours late to the second: still in time


@pytest.mark.parametrize("loss", [{"is_active": False}, {"groups": None}])
def test_plan_of_someone_who_may_no_longer_publish_is_refused(editor, loss):
    draft = make_draft()
    schedule = plan(draft, editor)
    if "groups" in loss:
        editor.groups.clear()
    else:
        editor.is_active = False
        editor.save()
    publish_due(HOUR)
    schedule.refresh_from_db()
    assert schedule.status == Schedule.Status.REFUSED
    assert "ne peut plus publier" in schedule.problem


def test_one_bulletin_that_fails_keeps_no_other_from_its_hour(editor, monkeypatch, caplog):
    broken, sound = make_draft(title="Cassé"), make_draft(make_cited())
    plan(broken, editor)
    plan(sound, editor)
    original = publish_bulletin

    def fail(*, bulletin, **options):
        if bulletin.pk == broken.pk:
            raise RuntimeError("panne")
        return original(bulletin=bulletin, **options)

    monkeypatch.setattr("bulletins.scheduling.acts.publish_bulletin", fail)
    publish_due(HOUR)
    sound.refresh_from_db()
    assert sound.is_published
    assert broken.schedules.get().is_pending  # tried again at the next turn


def test_constraints_of_plans(editor):
    draft = make_draft()
    schedule = plan(draft, editor)
    values = {"bulletin": draft, "planned_for": HOUR, "planned_by": editor, "signed_text": "a" * 64}
    for wrong in ({}, {"status": "done"}, {"status": "refused", "ended_at": NOW}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Schedule.objects.create(**values | wrong)
    schedule.ended_at = NOW
    with pytest.raises(IntegrityError), transaction.atomic():
        schedule.save()


def test_journalists_read_before_and_are_led_to_the_page_after(client, editor):
    draft = make_draft(make_cited("Une nouvelle sous embargo"))
    path = embargo_path(plan(draft, editor, has_embargo_link=True))
    before = client.get(path)
    assert "Une nouvelle sous embargo" in before.content.decode()
    assert "Sous embargo jusqu’au 4\u00a0mai\u00a02026 à 18\u00a0h" in before.content.decode()
    assert before.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in before.headers["Cache-Control"]
    assert "Une nouvelle sous embargo" not in client.get("/initiatives/").content.decode()
    publish_due(HOUR)
    assert client.get(path).headers["Location"] == "/bulletins/1/"


def test_journalists_link_closes_with_its_plan_and_hides_a_text_in_correction(client, editor):
    draft = make_draft(make_cited("Une nouvelle sous embargo"))
    path = embargo_path(plan(draft, editor, has_embargo_link=True))
    change_wording(draft)
    corrected = client.get(path)
    assert corrected.status_code == 409
    assert "Une nouvelle" not in corrected.content.decode()
    unplan_publication(bulletin=draft, by=editor)
    assert client.get(path).status_code == 410
    without = embargo_path(plan(draft, editor))
    assert client.get(without).status_code == 404
    assert client.get(path.replace(path[-3], "x")).status_code == 404
    assert client.get("/bulletins/embargo/1/").status_code == 404


def test_hidden_contact_is_not_under_embargo_either(client, editor):
    contact = make_contact("secret@exemple.fr", is_public=False)
    path = embargo_path(plan(make_draft(make_cited(contacts=(contact,))), editor, has_embargo_link=True))
    assert "secret@exemple.fr" not in client.get(path).content.decode()


def test_pictures_open_with_the_journalists_link_and_not_without(client, editor):
    draft = make_draft(cited := make_cited())
    own, shown = make_bulletin_picture(draft), make_picture(cited)
    page = client.get(embargo_path(plan(draft, editor, has_embargo_link=True))).content.decode()
    found = {url for url in re.findall(r'/images/[^ "]+', page) if "jpeg" in url}
    assert {url.partition("-")[0] for url in found} == {f"/images/{own.sha256}", f"/images/{shown.sha256}"}
    for url in found:
        answer = client.get(url)
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        bare, _, key = url.partition("?cle=")
        other = bare.replace(own.sha256, shown.sha256) if own.sha256 in bare else bare.replace(shown.sha256, own.sha256)
        assert [client.get(one).status_code for one in (bare, f"{bare}?cle=x", f"{other}?cle={key}")] == [404] * 3
