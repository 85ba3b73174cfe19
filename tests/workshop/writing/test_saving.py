"""Saving: the rows of an initiative, all or nothing, and its place in a bulletin."""

from __future__ import annotations

from datetime import date

import pytest

from bulletins.models import Entry
from initiatives.models import Figure, Initiative
from organisations.models import Contact, Organisation, Person
from tests.builders import (
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_section,
    make_theme,
)
from tests.workshop.writing.typing import TEXT
from workshop.writing.services import TypedRefusal, save_typed
from workshop.writing.understanding import understand

DAY = date(2020, 4, 6)


def typed(text=TEXT, **changes):
    """An initiative all of whose values are kept."""
    return understand(text).initiative | {"title": "Des masques et du pain"} | changes


def save(by, initiative=None, **fields):
    return save_typed(initiative=initiative or typed(), **{"theme": make_theme(), "day": DAY, "by": by, **fields})


def test_saving_makes_a_draft_with_all_its_parts(officer):
    make_commune("Marck", insee="62548")
    make_commune("Calais", insee="62193")
    saved = save(officer)
    row = Initiative.objects.get()
    assert (saved.initiative, saved.is_new, saved.entry) == (row, True, None)
    assert (row.status, row.started_on, row.created_by, row.theme.slug) == ("draft", DAY, officer, "protection")
    assert {one.name for one in row.organisations.all()} >= {"Les Petites Mains"}
    assert {place.commune.name for place in row.places.all()} == {"Marck", "Calais"}
    assert [area.name for area in row.areas.all()] == ["Calaisis"]
    assert {contact.value for contact in row.contacts.all()} == {
        "+33321000001",
        "contact@exemple.fr",
        "http://www.exemple.fr",
    }
    assert {(figure.amount, figure.unit) for figure in row.figures.all()} >= {(1600, "masques")}
    assert "Contact" not in row.summary  # said once: contacts have their own place


def test_saving_finds_known_rows_again(officer):
    marck = make_commune("Marck", insee="62548")
    make_commune("Calais", insee="62193")
    mains = make_organisation("Les Petites Mains", seat=marck)
    contact = make_contact("contact@exemple.fr")
    row = save(officer).initiative
    assert mains in row.organisations.all()
    assert contact in row.contacts.all()
    assert Organisation.objects.filter(name="Les Petites Mains").count() == 1


def test_proposing_asks_an_editor_at_once(officer):
    assert save(officer, proposes=True).initiative.status == "review"


def test_persons_and_their_contacts_are_not_public(officer):
    text = "À Marck, Mme Odile Vasseur coud des masques. Contact : 06 12 34 56 78"
    row = save(officer, typed(text)).initiative
    assert [(one.name, one.is_public) for one in row.persons.all()] == [("Odile Vasseur", False)]
    assert [(one.is_personal, one.is_public) for one in row.contacts.all()] == [(True, False)]
    assert not any("Vasseur" in one.name for one in Organisation.objects.all())


def test_a_private_person_who_is_added_by_hand_leaves_the_actors(officer):
    value = {"span": None, "confidence": 1.0, "match": None, "why": ""}
    initiative = typed(
        "Odile coud.",
        organisations=[value | {"name": "Odile Vasseur", "kind": "particulier"}],
        persons=[value | {"name": "Odile Vasseur", "capacity": ""}],
    )
    save(officer, initiative)
    assert [(one.name, one.is_nameless) for one in Organisation.objects.all()] == [("Un particulier", True)]


def test_a_title_that_names_a_person_is_refused_and_nothing_is_saved(officer):
    text = "À Marck, Mme Odile Vasseur coud des masques."
    with pytest.raises(TypedRefusal, match="nomme Odile Vasseur"):
        save(officer, typed(text, title="Odile Vasseur coud"))
    assert not Initiative.objects.exists()
    assert not Person.objects.exists()
    assert not Organisation.objects.exists()


def test_a_section_cites_the_initiative_at_its_end_in_the_typed_words(officer):
    known = make_initiative("Un concert")
    section = make_section(make_bulletin(), known)
    saved = save(officer, section=section, theme=section.theme)
    assert list(section.entries.values_list("initiative", "position")) == [(known.pk, 1), (saved.initiative.pk, 2)]
    assert saved.entry.wording.startswith("À Marck et à Calais")
    assert "03 21" not in saved.entry.wording
    assert saved.entry.history.get().history_user == officer


def test_the_same_initiative_is_only_cited_with_the_words_of_the_day(officer):
    known = make_initiative("Masques des Petites Mains", summary="Le récit d’avant.")
    section = make_section(make_bulletin())
    link = {"kind": "same", "pk": known.pk, "title": known.title, "why": ""}
    saved = save(officer, typed(link=link), section=section)
    assert (saved.is_new, saved.initiative, Initiative.objects.count()) == (False, known, 1)
    known.refresh_from_db()
    assert known.summary == "Le récit d’avant."
    assert saved.entry.wording.startswith("À Marck et à Calais")


def test_the_same_initiative_without_a_bulletin_is_refused(officer):
    known = make_initiative("Masques")
    link = {"kind": "same", "pk": known.pk, "title": known.title, "why": ""}
    with pytest.raises(TypedRefusal, match="déjà dans le répertoire"):
        save(officer, typed(link=link))
    assert Initiative.objects.count() == 1


def test_a_sequel_follows(officer):
    known = make_initiative("Masques")
    link = {"kind": "follows", "pk": known.pk, "title": known.title, "why": ""}
    assert save(officer, typed(link=link)).initiative.follows == known


def test_a_known_initiative_is_not_cited_twice(officer):
    known = make_initiative("Masques")
    section = make_section(make_bulletin(), known)
    link = {"kind": "same", "pk": known.pk, "title": known.title, "why": ""}
    with pytest.raises(TypedRefusal, match="déjà dans ce bulletin"):
        save(officer, typed(link=link), section=section)
    assert Entry.objects.count() == 1


def test_a_withdrawn_bulletin_takes_nothing(officer, editor):
    from bulletins.services import publish_bulletin, withdraw_bulletin

    bulletin = make_bulletin(dated_on=DAY)
    section = make_section(bulletin, make_initiative("Masques"))
    bulletin = publish_bulletin(bulletin=bulletin, by=editor)
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur.")
    section.refresh_from_db()
    section.bulletin.refresh_from_db()
    with pytest.raises(TypedRefusal, match="retiré"):
        save(officer, section=section)
    assert Initiative.objects.count() == 1


def test_what_the_database_refuses_saves_nothing(officer):
    value = {"span": None, "confidence": 1.0, "match": None, "why": ""}
    figure = {"item": "", "amount": 0, "unit": "masques", "period": "total", "approximate": False}
    with pytest.raises(TypedRefusal, match="Chiffre"):
        save(officer, typed(figures=[value | figure]))
    assert not Initiative.objects.exists()
    assert not Contact.objects.exists()
    assert not Figure.objects.exists()
