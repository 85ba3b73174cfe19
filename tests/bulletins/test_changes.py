"""What a rectificatif would change is shown block by block, beside what its note announces."""

import pytest
from django.urls import reverse

from bulletins.checks.changes import changes_of, unannounced_sentence
from bulletins.models import Bulletin
from tests.builders import make_contact, make_section
from tests.bulletins.issues import make_cited, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def published(editor):
    phone = make_contact("+33321000001", kind="phone")
    figure = {"item": "masques", "amount": 1600, "unit": "masques"}
    first = make_cited("Couture à Marck", summary="Des voisines cousent.", contacts=(phone,), figures=(figure,))
    return make_published(editor, first, make_cited("Paniers", summary="Des paniers."), introduction="Merci à tous.")


def _told(bulletin):
    bulletin = Bulletin.objects.select_related("series").get(pk=bulletin.pk)
    return [
        (change.name.replace("\u00a0", " "), change.kind, change.old, change.new) for change in changes_of(bulletin)
    ]


def _entry(bulletin, title):
    return bulletin.sections.get().entries.get(initiative__title=title)


def test_nothing_changed(published):
    assert _told(published) == []


def test_texts_that_change(published):
    Bulletin.objects.filter(pk=published.pk).update(introduction="Merci à toutes et à tous.", closing="Au revoir.")
    published.sections.update(heading="Masques et blouses")
    heading = published.editions.get().snapshot["sections"][0]["heading"]
    assert _told(published) == [
        ("Introduction", "changé", "Merci à tous.", "Merci à toutes et à tous."),
        ("Rubrique « Masques et blouses »", "changé", heading, "Masques et blouses"),
        ("Conclusion", "ajouté", "", "Au revoir."),
    ]


def test_parts_of_an_entry_that_change(published):
    entry = _entry(published, "Couture à Marck")
    entry.wording = "Des voisins cousent."
    entry.save()
    entry.initiative.contacts.set([make_contact("+33321000002", kind="phone")])
    entry.initiative.figures.update(amount=2000)
    told = {name: (old, new) for name, _, old, new in _told(published)}
    assert told.keys() == {"« Couture à Marck »", "« Couture à Marck », chiffres", "« Couture à Marck », contacts"}
    assert told["« Couture à Marck »"] == ("Des voisines cousent.", "Des voisins cousent.")
    assert told["« Couture à Marck », contacts"] == (
        "03\u00a021\u00a000\u00a000\u00a001",
        "03\u00a021\u00a000\u00a000\u00a002",
    )


def test_entries_that_come_and_go(published):
    _entry(published, "Paniers").delete()
    make_section(published, make_cited("Livraison", summary="On livre."), theme="soignants", heading="Livrer")
    told = [(name, kind) for name, kind, _, _ in _told(published)]
    assert told == [
        ("Rubrique « Livrer »", "ajouté"), ("« Livraison »", "ajouté"), ("« Paniers »", "retiré"),
    ]  # fmt: skip


def test_order_that_changes(published):
    section = published.sections.get()
    section.entries.filter(initiative__title="Couture à Marck").update(position=9)
    assert _told(published) == [
        ("Ordre des initiatives", "changé", "Couture à Marck\nPaniers", "Paniers\nCouture à Marck")
    ]


def test_what_is_hidden_since_is_no_change_of_the_rectificatif(published):
    """A contact that is no longer public left the page already."""
    _entry(published, "Couture à Marck").initiative.contacts.update(is_public=False)
    assert _told(published) == []


@pytest.mark.parametrize(
    ("correction", "is_announced"),
    [
        ("Le numéro de téléphone de la couture à Marck est corrigé.", True),
        ("Contact corrigé : 03 21 00 00 02.", True),
        ("Le téléphone a été rectifié.", True),
        ("La conclusion est modifiée.", False),
        ("2 000 blouses au lieu de 1 000.", False),
        ("Rectificatif.", True),  # it announces nothing that could be missing
    ],
)
def test_note_is_compared_with_what_changes(published, correction, is_announced):
    _entry(published, "Couture à Marck").initiative.contacts.set([make_contact("+33321000002", kind="phone")])
    changes = changes_of(published)
    assert (unannounced_sentence(correction, changes) == "") == is_announced


def test_figure_is_one_word(published):
    entry = _entry(published, "Couture à Marck")
    entry.wording = "Déjà 10 000 masques."
    entry.save()
    changes = changes_of(published)
    assert unannounced_sentence("10\u00a0000 au lieu de 1 600.", changes) == ""
    assert unannounced_sentence("11 000 au lieu de 1 600.", changes) != ""


def test_page_shows_the_changes_and_asks_once_more(client, editor, published):
    client.force_login(editor)
    Bulletin.objects.filter(pk=published.pk).update(closing="Au revoir.")
    url = reverse("admin:bulletins_bulletin_act", args=[published.pk, "rectifier"])
    page = client.get(url).content.decode()
    assert "Ce que les lecteurs verront changer" in page
    assert "Au revoir." in page
    assert "J’ai vérifié" not in page
    asked = {"version": published.version, "correction": "Le numéro de téléphone est corrigé."}
    page = client.post(url, asked).content.decode()
    assert "ne se retrouve dans aucun des changements" in page
    assert published.editions.count() == 1
    client.post(url, asked | {"is_sure": "on"})
    assert published.editions.count() == 2


def test_page_of_an_unchanged_bulletin_says_so(client, editor, published):
    client.force_login(editor)
    url = reverse("admin:bulletins_bulletin_act", args=[published.pk, "rectifier"])
    assert "Rien n’a changé" in client.get(url).content.decode()
