"""Two pairs of eyes, in the series that ask for them."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletins.models import Bulletin
from bulletins.services import NeedsSecondReader, NotPublishable, publish_bulletin
from bulletins.signing import NotApprovable, approval_sentence, approve_bulletin, is_approved
from tests.builders import NOW, make_series, make_user
from tests.bulletins.issues import make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(db):
    return make_user("relectrice", group="édition")


@pytest.fixture
def draft(editor):
    """Begun by the editor, in a series that asks for another reader."""
    return make_draft(make_cited("Couture"), series=make_series(needs_second_reader=True), created_by=editor)


def test_setting_is_off_by_default(editor):
    assert make_series("Autre", is_main=False).needs_second_reader is False
    assert publish_bulletin(bulletin=make_draft(created_by=editor), by=editor).is_published


def test_author_does_not_publish_alone(editor, draft):
    with pytest.raises(NeedsSecondReader, match="bon à tirer d’une autre personne"):
        publish_bulletin(bulletin=draft, by=editor)
    draft.refresh_from_db()
    assert (draft.status, draft.series.last_number) == (Bulletin.Status.DRAFT, 0)


def test_another_person_publishes_without_ado(other, draft):
    assert publish_bulletin(bulletin=draft, by=other).is_published


def test_author_publishes_what_another_person_approved(editor, other, draft):
    approved = approve_bulletin(bulletin=draft, by=other, now=NOW)
    assert (approved.approved_at, approved.approved_by, approved.version) == (NOW, other, 2)
    assert approved.history.latest().history_change_reason == "bon à tirer donné"
    assert publish_bulletin(bulletin=draft, by=editor).is_published


@pytest.mark.parametrize("change", ["bulletin", "record", "wording"])
def test_approval_holds_for_one_text(editor, other, draft, change):
    approve_bulletin(bulletin=draft, by=other)
    entry = draft.sections.get().entries.get()
    if change == "bulletin":
        Bulletin.objects.filter(pk=draft.pk).update(closing="Au revoir.")
    elif change == "record":
        type(entry.initiative).objects.update(summary="Un autre texte.")
    else:
        draft.sections.get().entries.update(wording="Un autre texte.")
    draft = Bulletin.objects.select_related("series").get(pk=draft.pk)
    assert not is_approved(draft)
    assert "a changé depuis le bon à tirer" in approval_sentence(draft)
    with pytest.raises(NeedsSecondReader):
        publish_bulletin(bulletin=draft, by=editor)


def test_author_does_not_approve(editor, draft):
    with pytest.raises(NotApprovable, match="par une autre personne"):
        approve_bulletin(bulletin=draft, by=editor)


def test_what_is_published_or_was_changed_is_not_approved(editor, other, draft):
    with pytest.raises(NotApprovable, match="modifié depuis"):
        approve_bulletin(bulletin=draft, by=other, expected_version=draft.version + 1)
    with pytest.raises(NotApprovable, match="plus un brouillon"):
        approve_bulletin(bulletin=make_published(editor), by=other)


def test_emergency_needs_a_reason_that_stays(editor, draft):
    with pytest.raises(NeedsSecondReader):
        publish_bulletin(bulletin=draft, by=editor, emergency_reason="  ")
    published = publish_bulletin(bulletin=draft, by=editor, emergency_reason="Crue de la Canche dans une heure.")
    assert published.emergency_reason == "Crue de la Canche dans une heure."
    assert published.history.latest().history_change_reason == "publié (n°\u00a01), en urgence"


def test_emergency_does_not_pass_over_what_blocks(editor, draft):
    Bulletin.objects.filter(pk=draft.pk).update(title=" ")
    with pytest.raises(NotPublishable, match="n’a pas de titre"):
        publish_bulletin(bulletin=draft, by=editor, emergency_reason="Crue.")


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("approved_at_by_together", {"approved_at": NOW, "approved_sha256": "a"}),
        ("approved_text_known", {"approved_sha256": "a"}),
        ("emergency_is_published", {"emergency_reason": "Crue."}),
    ],
)
def test_database_refuses_half_a_signature(draft, name, fields):
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Bulletin.objects.filter(pk=draft.pk).update(**fields)


# The pages.


def _act(draft, slug):
    return reverse("admin:bulletins_bulletin_act", args=[draft.pk, slug])


def test_acts_are_offered_where_the_series_asks(client, editor, draft):
    client.force_login(editor)
    page = client.get(reverse("workshop:proof", args=[draft.pk])).content.decode()
    assert "Donner le bon à tirer" in page
    assert "en urgence" in page
    draft.series.needs_second_reader = False
    draft.series.save()
    page = client.get(reverse("workshop:proof", args=[draft.pk])).content.decode()
    assert "Donner le bon à tirer" not in page
    assert "en urgence" not in page


def test_author_is_told_why_and_publishes_in_emergency(client, editor, draft):
    client.force_login(editor)
    page = client.post(_act(draft, "publier"), {"version": draft.version})
    assert page.status_code == 409
    assert "bon à tirer d’une autre personne" in page.content.decode()
    assert client.post(_act(draft, "publier-en-urgence"), {"version": draft.version}).status_code == 200
    client.post(_act(draft, "publier-en-urgence"), {"version": draft.version, "emergency_reason": "Crue."})
    assert Bulletin.objects.get(pk=draft.pk).is_published
    change = client.get(reverse("admin:bulletins_bulletin_change", args=[draft.pk])).content.decode()
    assert "Publié en urgence le " in change
    assert "Motif\u00a0: Crue." in change
    make_published(editor, title="Autre")
    listed = client.get(reverse("admin:bulletins_bulletin_changelist"), {"urgence": "oui"}).context["cl"].queryset
    assert [row.pk for row in listed] == [draft.pk]


def test_approval_by_its_page(client, editor, other, draft):
    client.force_login(other)
    assert "n’est pas encore donné" in client.get(_act(draft, "bon-a-tirer")).content.decode()
    client.post(_act(draft, "bon-a-tirer"), {"version": draft.version})
    client.force_login(editor)
    assert "Bon à tirer donné par relectrice." in client.get(_act(draft, "publier")).content.decode()
    client.post(_act(draft, "publier"), {"version": Bulletin.objects.get(pk=draft.pk).version})
    assert Bulletin.objects.get(pk=draft.pk).is_published


def test_officers_neither_approve_nor_publish(client, officer, draft):
    client.force_login(officer)
    for slug in ("bon-a-tirer", "publier-en-urgence"):
        assert client.get(_act(draft, slug)).status_code == 403
