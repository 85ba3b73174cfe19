"""Beginning a bulletin: what each origin brings, and what none brings."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from bulletins.models import Bulletin, BulletinLink
from bulletins.services import publish_bulletin, withdraw_bulletin
from bulletins.starting import Origin, StartingRefusal, duplicate_bulletin, start_bulletin
from tests.builders import (
    make_bulletin,
    make_bulletin_picture,
    make_initiative,
    make_section,
    make_series,
    make_theme,
    make_user,
)
from tests.bulletins.issues import PUBLISHED_AT, make_cited, make_draft

NOW = datetime(2020, 5, 4, 9, 0, tzinfo=UTC)


@pytest.fixture
def last(editor):
    """An issue published with a closing, a link, a heading of the day and an entry."""
    bulletin = make_draft(make_cited(), closing="Merci.", place="Arras", signatory_function="préfet")
    bulletin.sections.update(heading="Protéger", introduction="Un chapeau du jour.")
    BulletinLink.objects.create(bulletin=bulletin, label="Aider", url="https://exemple.fr/")
    return publish_bulletin(bulletin=bulletin, by=editor, now=PUBLISHED_AT)


def _sections(bulletin):
    return [
        (section.theme.slug, section.heading, [entry.initiative.title for entry in section.entries.all()])
        for section in bulletin.sections.all()
    ]


def _fresh_initiative(title, **fields):
    if fields.get("status") is None:
        fields |= {"status": "approved", "approved_at": NOW, "approved_by": make_user()}
    fields = {"created_at": NOW - timedelta(1), **fields}
    return make_initiative(title, published=False, **fields)


def test_white_page_takes_what_the_series_knows(officer):
    series = make_series(place="Arras", signatory_name="Camille Exemple")
    bulletin = start_bulletin(series=series, by=officer, dated_on=date(2020, 5, 4), now=NOW)
    assert (bulletin.title, bulletin.place, bulletin.signatory_name) == (series.name, "Arras", "Camille Exemple")
    assert (bulletin.status, bulletin.number, bulletin.created_by) == ("draft", None, officer)
    assert _sections(bulletin) == []


def test_frame_brings_headings_and_standing_texts_but_no_entry(officer, last):
    bulletin = start_bulletin(series=last.series, by=officer, origin=Origin.FRAME, now=NOW)
    assert _sections(bulletin) == [("protection", "Protéger", [])]
    assert bulletin.sections.get().introduction == ""
    assert (bulletin.introduction, bulletin.closing, bulletin.place) == ("", "Merci.", "Arras")
    assert (bulletin.signatory_name, bulletin.signatory_function) == ("Camille Exemple", "préfet")
    assert [(link.label, link.url) for link in bulletin.links.all()] == [("Aider", "https://exemple.fr/")]
    assert bulletin.number is None
    assert bulletin.history.first().history_change_reason == f"repris du {last.label}"


def test_frame_of_a_series_without_issue_is_refused(officer):
    with pytest.raises(StartingRefusal, match="aucun numéro publié"):
        start_bulletin(series=make_series(), by=officer, origin=Origin.FRAME, now=NOW)
    assert Bulletin.objects.count() == 0


def test_week_groups_approved_initiatives_by_theme(officer, last):
    _fresh_initiative("Masques")
    _fresh_initiative("Repas", theme="soignants")
    _fresh_initiative("Visières", created_at=NOW - timedelta(2))
    left_out = [
        _fresh_initiative("Brouillon", status="draft"),
        _fresh_initiative("Ancienne", created_at=NOW - timedelta(8)),
        _fresh_initiative("Ailleurs"),
    ]
    make_section(make_bulletin("Un autre", series=last.series), left_out[2])
    bulletin = start_bulletin(series=last.series, by=officer, origin=Origin.WEEK, now=NOW)
    assert _sections(bulletin) == [("protection", "Protéger", ["Masques", "Visières"]), ("soignants", "", ["Repas"])]
    assert bulletin.closing == "Merci."


def test_week_without_initiative_is_refused(officer, last):
    with pytest.raises(StartingRefusal, match="Aucune initiative"):
        start_bulletin(series=last.series, by=officer, origin=Origin.WEEK, now=NOW)
    assert Bulletin.objects.count() == 1


def test_withdrawn_bulletin_is_duplicated_with_its_entries(editor, last):
    entry = last.sections.get().entries.get()
    entry.wording = "Le texte du jour."
    entry.save()
    with pytest.raises(StartingRefusal, match="retiré"):
        duplicate_bulletin(bulletin=last, by=editor)
    make_bulletin_picture(last)
    withdrawn = withdraw_bulletin(bulletin=last, by=editor, reason="Erreur.")
    draft = duplicate_bulletin(bulletin=withdrawn, by=editor)
    assert (draft.status, draft.number, draft.published_at) == ("draft", None, None)
    assert draft.introduction == last.introduction
    assert draft.sections.get().introduction == "Un chapeau du jour."
    assert draft.sections.get().entries.get().wording == "Le texte du jour."
    assert draft.links.count() == 1
    assert draft.pictures.get().renditions.count() == 3
    assert Bulletin.objects.get(pk=last.pk).sections.get().entries.count() == 1


def test_duplicate_is_an_act_of_withdrawn_bulletins(client, editor, officer, last):
    withdraw_bulletin(bulletin=last, by=editor, reason="Erreur.")
    client.force_login(officer)
    url = reverse("admin:bulletins_bulletin_act", args=[last.pk, "dupliquer"])
    assert url in client.get(reverse("admin:bulletins_bulletin_change", args=[last.pk])).content.decode()
    version = Bulletin.objects.get(pk=last.pk).version
    page = client.post(url, {"version": version}, follow=True).content.decode()
    draft = Bulletin.objects.get(status="draft")
    assert reverse("workshop:page", args=[draft.pk]) in page


def test_themes_without_position_stay_in_the_order_of_their_names(officer):
    first, second = make_theme("jeunes"), make_theme("routiers")
    type(first).objects.update(position=0)
    _fresh_initiative("Route", theme="routiers")
    _fresh_initiative("École", theme="jeunes")
    bulletin = start_bulletin(series=make_series(), by=officer, origin=Origin.WEEK, now=NOW)
    names = [section.theme.name for section in bulletin.sections.all()]
    assert names == sorted([first.name, second.name])
