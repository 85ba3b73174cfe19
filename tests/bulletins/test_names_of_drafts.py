"""What officers read of drafts that bear one title, and of frozen editions."""

from datetime import date

from django.urls import reverse

from backoffice.history import name_of
from bulletins.models import Bulletin, Series
from tests.builders import make_bulletin, make_contact, make_initiative, make_section, make_series
from tests.bulletins.issues import make_published


def _url(name, *args):
    return reverse(f"admin:bulletins_{name}", args=args)


def test_frozen_text_hides_what_is_no_longer_public(client, editor):
    client.force_login(editor)
    contact = make_contact("+33321000000", kind="phone")
    edition = make_published(editor, make_initiative("Couture", contacts=(contact,))).editions.get()
    url = _url("edition_change", edition.pk)
    assert "03\u00a021\u00a000\u00a000\u00a000" in client.get(url).content.decode()
    type(contact).objects.filter(pk=contact.pk).update(is_public=False)
    assert "03\u00a021\u00a000\u00a000\u00a000" not in client.get(url).content.decode()


def test_drafts_are_told_apart_by_number_to_come_day_and_author(client, editor, officer):
    """Two drafts of one series bear one title: each list, form, picker and heading tells which is which."""
    client.force_login(editor)
    series = make_series(last_number=7)
    one = make_bulletin("Solidaire", series=series, created_by=officer, dated_on=date(2020, 4, 30))
    two = make_bulletin("Solidaire", series=series, created_by=editor, dated_on=None)
    marks = [
        f"n°\u00a08 à venir, 30\u00a0avril\u00a02020, {name_of(officer)}",
        f"n°\u00a08 à venir, sans date, {name_of(editor)}",
    ]
    assert [row.draft_marks for row in (one, two)] == marks
    assert one.name_apart == f"Solidaire ({marks[0]})"
    for page in (
        client.get(_url("bulletin_changelist")),
        client.get(reverse("admin:index")),
    ):
        assert all(mark[1:] in page.content.decode() for mark in marks)  # “N°” begins a row
    for address in (
        _url("bulletin_change", one.pk),
        _url("bulletin_compose", one.pk),
        reverse("workshop:page", args=[one.pk]),
        reverse("admin:bulletins_bulletin_act", args=[one.pk, "publier"]),
    ):
        page = client.get(address).content.decode()
        assert marks[0] in page, address
        assert marks[1] not in page, address


def test_rows_of_the_list_begin_with_number_day_and_author(client, editor):
    client.force_login(editor)
    draft = make_bulletin("Solidaire", series=make_series(last_number=7), created_by=editor, dated_on=date(2020, 4, 30))
    told = make_published(editor, number=3, dated_on=date(2020, 4, 9))
    page = client.get(_url("bulletin_changelist")).content.decode()
    title = '<span class="row-title">{}</span>'.format
    assert f"N°\u00a08 à venir, 30\u00a0avril\u00a02020, {name_of(editor)} {title(draft.title)}" in page
    assert f"N°\u00a03, 9\u00a0avril\u00a02020 {title(told.title)}" in page


def test_empty_list_counts_in_the_singular(client, editor):
    client.force_login(editor)
    page = " ".join(client.get(reverse("admin:documents_documentimport_changelist")).content.decode().split())
    assert "0 import de document" in page
    assert "0 imports" not in page


def test_published_bulletin_is_named_by_its_number(editor):
    bulletin = make_published(editor)
    assert bulletin.name_apart == str(bulletin)


def test_special_draft_has_no_number_to_come():
    assert Bulletin(kind="special", title="Entreprises", series=Series(last_number=7)).draft_marks == (
        "hors-série, sans date"
    )


def test_section_without_heading_is_called_by_its_theme(client, editor):
    client.force_login(editor)
    section = make_section(make_bulletin(), heading="")
    page = client.get(_url("section_change", section.pk)).content.decode()
    assert f"<h1>Rubrique «\u00a0{section.theme}\u00a0»</h1>" in page
    section.heading = "Solidaires avec les soignants"
    section.save()
    assert "<h1>Solidaires avec les soignants</h1>" in client.get(_url("section_change", section.pk)).content.decode()


def test_withdrawal_is_told_by_the_number(client, editor):
    client.force_login(editor)
    told = make_published(editor, number=3)
    answer = {"version": told.version, "reason": "Erreur", "public_note": "Un essai."}
    page = client.post(_url("bulletin_act", told.pk, "retirer"), answer, follow=True).content.decode()
    assert "Le n°\u00a03 est retiré." in page
    assert "Motif\u00a0: Erreur. Les lecteurs lisent" in page
