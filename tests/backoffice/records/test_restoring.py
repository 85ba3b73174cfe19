"""An earlier state of a record comes back from its history: what follows, what stays, who may."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from bulletins.models import Entry
from bulletins.services import publish_bulletin, withdraw_bulletin
from initiatives.correcting.models import Correction
from initiatives.models import Theme
from initiatives.services import approve_initiative
from organisations.models import Contact
from tests.backoffice.forms import save
from tests.builders import (
    CONSENT,
    NOW,
    make_area,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_section,
    make_theme,
    make_user,
)
from tests.hands import by_hand

FORMS = {"initiative": "initiative_form", "bulletin": "bulletin_form", "section": "section_form"}


def _url(row, page):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


def _first_state(row):
    return {"a": row.history.order_by("history_date").first().history_date.isoformat()}


def _restore(client, row, **data):
    guarded = row.bulletin if row._meta.model_name == "section" else row
    guarded.refresh_from_db()
    version = getattr(guarded, "version", "")
    return client.post(_url(row, "restore"), {**_first_state(row), "version": version, **data})


def _rename(row, field, value):
    """An hour after all that was done before."""
    by_hand(f"UPDATE {row.history.model._meta.db_table} SET history_date = history_date - interval '1 hour'")
    setattr(row, field, value)
    row.save()


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: make_initiative("Avant", published=False), "title"),
        (lambda: make_organisation("Avant"), "name"),
        (lambda: make_contact("avant@exemple.fr"), "value"),
        (lambda: make_person("Avant"), "name"),
        (lambda: make_area("Avant"), "name"),
        (lambda: Theme.objects.create(slug="avant", name="Avant"), "name"),
        (lambda: make_bulletin("Avant"), "title"),
        (lambda: make_section(make_bulletin(), heading="Avant"), "heading"),
    ],
)
def test_any_record_comes_back(client, db, administrator, make, field):
    client.force_login(administrator)
    row = make()
    before = getattr(row, field)
    _rename(row, field, "apres@exemple.fr")
    history = client.get(_url(row, "history")).content.decode()
    assert history.count("Revenir à cet état") == 1  # not to the state of today
    page = client.get(_url(row, "restore"), _first_state(row)).content.decode()
    assert "apres@exemple.fr" in page
    assert _restore(client, row).status_code == 302
    row.refresh_from_db()
    assert getattr(row, field) == before
    last = row.history.first()
    assert last.history_user == administrator
    assert last.history_change_reason.startswith("revenue à l’état du")


def test_lists_and_lines_come_back_and_what_is_new_leaves(client, officer):
    client.force_login(officer)
    arras, lens, old, new = make_commune("Arras"), make_commune("Lens"), make_contact(), make_contact()
    row = make_initiative(published=False, summary="Deux couturières.")
    save(client, _url(row, "change"), "initiative_form", contacts=[old.pk], **{"places-0-commune": arras.pk})
    at = row.history.first().history_date
    figure = {"figures-0-item": "masques", "figures-0-amount": "10", "figures-0-unit": "masques"}
    save(
        client,
        _url(row, "change"),
        "initiative_form",
        contacts=[new.pk],
        summary="Trois couturières.",
        **{"places-0-commune": lens.pk},
        **figure,
    )
    row.refresh_from_db()
    assert row.figures.count() == 1
    at = max(at, row.places.get().history.order_by("history_date").first().history_date)
    place = row.places.get().pk
    data = {"a": at.isoformat(), "version": row.version}
    assert client.post(_url(row, "restore"), data).status_code == 302
    row.refresh_from_db()
    assert (row.summary, list(row.contacts.all()), row.figures.count()) == ("Deux couturières.", [old], 0)
    assert [one.commune for one in row.communes.through.objects.filter(initiative=row)] == [arras]
    assert row.places.get().pk != place  # another commune is another line


def test_officer_proposes_the_return_of_a_public_record(client, officer):
    client.force_login(officer)
    row = make_initiative("Avant")
    _rename(row, "title", "Après")
    assert _restore(client, row).status_code == 302
    row.refresh_from_db()
    assert (row.title, Correction.objects.get().changes["title"]["new"]) == ("Après", "Avant")


def test_approval_falls_when_an_officer_goes_back(client, officer, editor):
    row = make_initiative("Avant", published=False)
    _rename(row, "title", "Après")
    approve_initiative(initiative=row, by=editor)
    client.force_login(officer)
    _restore(client, row)
    row.refresh_from_db()
    assert (row.title, row.status) == ("Avant", "review")


def test_state_of_publication_does_not_come_back(client, editor):
    client.force_login(editor)
    row = make_initiative("Avant", published=False)
    approve_initiative(initiative=row, by=editor)
    row.refresh_from_db()
    _rename(row, "title", "Après")
    _restore(client, row)
    row.refresh_from_db()
    assert (row.title, row.status, row.approved_by) == ("Avant", "approved", editor)


def test_what_a_person_wants_does_not_come_back(client, officer):
    client.force_login(officer)
    contact = make_contact("jeanne@exemple.fr", label="Jeanne", is_personal=True, is_public=True)
    Contact.objects.filter(pk=contact.pk).update(is_public=False)
    contact.refresh_from_db()
    _rename(contact, "label", "Accueil")
    _restore(client, contact)
    contact.refresh_from_db()
    assert (contact.label, contact.is_public, contact.consented_on) == ("Jeanne", False, CONSENT["consented_on"])


@pytest.mark.parametrize(("make", "told"), [(make_organisation, "existe déjà"), (make_area, "porte déjà ce nom")])
def test_place_that_another_took_meanwhile_stays_taken(client, officer, make, told):
    client.force_login(officer)
    row = make("Meloko")
    _rename(row, "name", "Méloko industrie")
    make("Meloko")
    answer = _restore(client, row)
    assert answer.status_code == 409
    assert told in answer.content.decode()
    row.refresh_from_db()
    assert row.name == "Méloko industrie"


def test_record_that_changed_since_it_was_read_is_not_written(client, officer):
    client.force_login(officer)
    row = make_initiative("Avant", published=False)
    _rename(row, "title", "Après")
    assert _restore(client, row, version=99).status_code == 409
    section = make_section(make_bulletin(), heading="Avant")
    _rename(section, "heading", "Après")
    assert _restore(client, section, version=99).status_code == 409
    section.refresh_from_db()
    assert section.heading == "Après"


def test_entry_keeps_its_line_when_its_words_come_back(client, officer):
    client.force_login(officer)
    section = make_section(make_bulletin(), make_initiative())
    entry = section.entries.get()
    at = entry.history.first().history_date
    _rename(entry, "wording", "Un autre texte")
    data = {"a": at.isoformat(), "version": section.bulletin.version}
    client.post(_url(section, "restore"), data)
    assert Entry.objects.get(pk=entry.pk).wording == ""
    section.bulletin.refresh_from_db()
    assert section.bulletin.version == 2


def test_history_of_a_bulletin_says_which_entry_changed(client, officer):
    client.force_login(officer)
    bulletin = make_bulletin("Le prochain")
    section = make_section(bulletin, make_initiative("Des masques"), make_initiative("Des repas"))
    _rename(section.entries.get(position=2), "wording", "Chaque midi, dix repas.")
    page = client.get(_url(bulletin, "history")).content.decode()
    assert "entrée : Des repas" in " ".join(page.split())
    assert "Chaque midi, dix repas." in page


@pytest.mark.parametrize("a", ["", "hier", "2020-04-30", "2020-04-30T10:00:00", "9" * 40, "2020-13-45T00:00:00+00:00"])
def test_forged_moments_are_not_found(client, officer, a):
    client.force_login(officer)
    row = make_initiative(published=False)
    assert client.get(_url(row, "restore"), {"a": a}).status_code == 404


def test_moment_before_the_record_was_there_is_told(client, officer):
    client.force_login(officer)
    row = make_initiative(published=False)
    long_ago = {"a": NOW.isoformat(), "version": row.version}
    assert "ne remonte pas" in client.get(_url(row, "restore"), long_ago).content.decode()
    assert client.post(_url(row, "restore"), long_ago).status_code == 409
    assert _restore(client, row).status_code == 409  # it is in that state already


def test_who_may_not_write_may_not_bring_back(client, officer, editor):
    withdrawn = make_bulletin("Avant", dated_on=date(2020, 4, 24))
    make_section(withdrawn, make_initiative())
    publish_bulletin(bulletin=withdrawn, by=editor)
    withdraw_bulletin(bulletin=withdrawn, by=editor, reason="Erreur")
    theme = make_theme()
    theme.save()
    client.force_login(officer)
    for row in (withdrawn, theme):  # a withdrawn bulletin is read, themes are the administration's
        assert "Revenir à cet état" not in client.get(_url(row, "history")).content.decode()
        assert client.get(_url(row, "restore"), _first_state(row)).status_code == 403
        assert client.post(_url(row, "restore"), _first_state(row)).status_code == 403
    client.force_login(make_user("lectrice"))
    assert client.get(_url(theme, "restore"), _first_state(theme)).status_code == 302


def test_restoring_what_would_lead_in_circles_is_refused_in_words(client, administrator):
    client.force_login(administrator)
    first = make_initiative(published=False)
    second = make_initiative(published=False, follows=first)
    _rename(second, "follows", None)
    first.follows = second
    first.save()
    response = _restore(client, second)
    assert response.status_code == 409
    assert "Rien n’est changé. Une initiative ne peut pas être la suite de ce qui la suit." in response.text
    second.refresh_from_db()
    assert second.follows is None
