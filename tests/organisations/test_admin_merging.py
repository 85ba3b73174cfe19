"""“Réunir avec…” in the back office: who may, what the page tells, what the records look like after."""

import pytest
from django.urls import reverse

from backoffice.models import Union
from organisations.models import Organisation
from tests.backoffice.forms import save
from tests.builders import make_commune, make_contact, make_initiative, make_organisation, make_person

MAKERS = [("organisation", make_organisation), ("person", make_person), ("contact", make_contact)]


def _page(row, name="change"):
    return reverse(f"admin:organisations_{row._meta.model_name}_{name}", args=[row.pk])


def _data(row, kept):
    """What the page sends, the differences read; each value stays as the page proposes it."""
    seen = f"{kept.pk}-{kept.version}" if hasattr(kept, "version") else str(kept.pk)
    return {"kept": kept.pk, "seen": seen, "version": getattr(row, "version", "")}


def _merge(row, kept=None):
    url = reverse(f"admin:organisations_{row._meta.model_name}_act", args=[row.pk, "reunir"])
    return f"{url}?avec={kept.pk}" if kept else url


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_editor_unites_two_records_after_reading_what_follows(client, editor, model, make):
    client.force_login(editor)
    kept, duplicate = make(), make()
    initiative = make_initiative("Des masques à Marck")
    if model == "organisation":
        initiative.participations.create(organisation=duplicate)
    else:
        getattr(initiative, f"{model}s").add(duplicate)
    page = client.get(_merge(duplicate, kept)).content.decode()
    assert "1 initiative : « Des masques à Marck »" in page
    assert f'<option value="{kept.pk}" selected>' in page
    duplicate.refresh_from_db()
    assert duplicate.merged_into is None  # looking changes nothing
    answer = client.post(_merge(duplicate), _data(duplicate, kept), follow=True)
    assert answer.redirect_chain[-1][0] == _page(kept)
    assert "Les deux fiches sont réunies" in answer.content.decode()
    page = client.get(_page(duplicate)).content.decode()
    assert "c’est l’autre qui sert" in page
    assert _page(kept) in page
    duplicate.refresh_from_db()
    assert duplicate.merged_into == kept
    assert getattr(initiative, f"{model}s").unmerged().get() == kept
    for row in (kept, duplicate):
        assert "fiche" in client.get(_page(row, "history")).content.decode()


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_forged_choice_is_refused_in_words(client, editor, model, make):
    client.force_login(editor)
    duplicate = make()
    for forged in ("²", "ü,", "1 OR 1"):
        answer = client.post(_merge(duplicate), {"kept": forged})
        assert "Sélectionnez un choix valide" in answer.content.decode()
        assert client.get(_merge(duplicate), {"kept": forged}).status_code == 200


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_officer_may_not_unite(client, officer, model, make):
    client.force_login(officer)
    kept, duplicate = make(), make()
    assert "/acte/reunir/" not in client.get(_page(duplicate)).content.decode()
    assert client.post(_merge(duplicate), {"kept": kept.pk}).status_code == 403


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_united_record_is_read_and_stays_out_of_lists_and_choices(client, editor, model, make):
    client.force_login(editor)
    kept, duplicate = make(), make()
    client.post(_merge(duplicate), _data(duplicate, kept))
    assert 'name="_save"' not in client.get(_page(duplicate)).content.decode()
    assert client.post(_page(duplicate), {}).status_code == 403
    assert client.post(_page(duplicate, "delete"), {"post": "yes"}).status_code == 403
    list_url = reverse(f"admin:organisations_{model}_changelist")
    assert list(client.get(list_url).context["cl"].result_list) == [kept]
    assert list(client.get(list_url, {"reunies": "oui"}).context["cl"].result_list) == [duplicate]
    asked = {"app_label": "organisations", "model_name": model, "field_name": "merged_into", "term": ""}
    choices = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    assert [choice["id"] for choice in choices] == [str(kept.pk)]


def test_refusal_is_said_and_nothing_is_lost(client, editor):
    client.force_login(editor)
    row = make_organisation("Meloko")
    response = client.post(_merge(row), {"kept": row.pk, "version": row.version})
    assert response.status_code == 409
    page = response.content.decode()
    assert "Choisissez deux fiches différentes" in page
    assert f'<option value="{row.pk}" selected>' in page


@pytest.mark.parametrize("asked", ["", "x", "99999999999999999999", "٣"])
def test_forged_proposal_is_no_error(client, editor, asked):
    client.force_login(editor)
    assert client.get(f"{_merge(make_organisation())}?avec={asked}").status_code == 200


def test_duplicate_warning_leads_to_the_act(client, editor):
    client.force_login(editor)
    seat = make_commune("Marck")
    known = make_organisation("Les Couturières du Calaisis", seat=seat)
    new = {"name": "Couturières du Calaisi", "kind": "collectif", "seat": seat.pk}
    response = save(client, reverse("admin:organisations_organisation_add"), "organisation_form", **new)
    made = Organisation.objects.exclude(pk=known.pk).get()
    assert _merge(made, known) in client.get(response.url).content.decode()
    assert _merge(made, known) in client.get(_page(made)).content.decode()  # and each time the record is opened


def test_person_of_the_same_name_is_told(client, officer, editor):
    known = make_person("Jeanne Martin")
    for user, leads in ((officer, False), (editor, True)):
        client.force_login(user)
        response = save(client, reverse("admin:organisations_person_add"), "person_form", name="jeanne martin")
        page = client.get(response.url).content.decode()
        assert "peut-être un doublon" in page
        assert (f"?avec={known.pk}" in page, "demandez à l’édition" in page) == (leads, not leads)


def test_name_of_a_united_organisation_tells_the_kept_one(client, editor):
    client.force_login(editor)
    kept, duplicate = make_organisation("Second Départ"), make_organisation("Deuxième chance")
    client.post(_merge(duplicate), _data(duplicate, kept))
    new = {"name": "Deuxième chance", "kind": "collectif"}
    response = save(client, reverse("admin:organisations_organisation_add"), "organisation_form", **new)
    page = client.get(response.url).content.decode()
    assert f"?avec={kept.pk}" in page
    assert f"?avec={duplicate.pk}" not in page


def test_contact_typed_again_is_the_one_that_was_kept(client, editor):
    client.force_login(editor)
    kept, duplicate = make_contact("+33321855370", kind="phone"), make_contact("+33321855371", kind="phone")
    client.post(_merge(duplicate), {"kept": kept.pk})
    add = reverse("admin:organisations_contact_add")
    response = save(client, add, "contact_form", kind="phone", value="03 21 85 53 71")
    assert response.url == _page(kept)


def test_row_that_stays_attached_to_be_hidden_is_marked_and_kept_by_a_save(client, editor):
    client.force_login(editor)
    kept, duplicate = make_person("Jeanne Martin"), make_person("Jeannette Dupont")
    initiative = make_initiative(summary="Jeannette Dupont coud.")
    initiative.persons.add(duplicate)
    client.post(_merge(duplicate), {"kept": kept.pk})
    url = reverse("admin:initiatives_initiative_change", args=[initiative.pk])
    assert "Jeannette Dupont (fiche réunie)" in client.get(url).content.decode()
    assert save(client, url, "initiative_form", title="Un autre titre").status_code == 302
    assert set(initiative.persons.all()) == {kept, duplicate}
    assert "Jeannette" not in client.get(initiative.get_absolute_url(), follow=True).content.decode()


def test_initiative_warning_leads_to_the_act(client, editor):
    client.force_login(editor)
    commune = make_commune()
    known, new = (make_initiative("Des masques pour tous", communes=(commune,)) for _ in range(2))
    url = reverse("admin:initiatives_initiative_act", args=[new.pk, "reunir"])
    page = client.get(reverse("admin:initiatives_initiative_change", args=[new.pk])).content.decode()
    assert f"{url}?avec={known.pk}" in page
    assert f'<option value="{known.pk}" selected>' in client.get(f"{url}?avec={known.pk}").content.decode()


@pytest.mark.parametrize(("model", "make"), MAKERS)
def test_union_is_undone_from_the_history_by_who_may_unite(client, editor, officer, model, make):
    kept, duplicate = make(), make()
    client.force_login(editor)
    client.post(_merge(duplicate), _data(duplicate, kept))
    page = client.get(_page(kept, "history")).content.decode()
    undo = reverse(f"admin:organisations_{model}_separate", args=[kept.pk, Union.objects.get().pk])
    assert f'action="{undo}"' in page
    client.force_login(officer)
    assert undo not in client.get(_page(kept, "history")).content.decode()
    assert client.post(undo).status_code == 403
    client.force_login(editor)
    assert client.get(undo).status_code == 405
    answer = client.post(undo, follow=True)
    assert answer.redirect_chain[-1][0] == _page(duplicate)
    assert "La réunion est défaite" in answer.content.decode()
    duplicate.refresh_from_db()
    assert duplicate.merged_into is None
    assert "séparée de la fiche" in client.get(_page(kept, "history")).content.decode()


def test_page_shows_both_sides_with_the_words_that_differ(client, editor):
    client.force_login(editor)
    kept = make_organisation("Meloko", description="Un atelier de Marck qui coud.", other_names="MLK")
    duplicate = make_organisation("Meloko SAS", description="Un atelier de Calais qui coud.", other_names="MKO")
    for row in (kept, duplicate):
        row.contacts.add(make_contact())
    page = client.get(_merge(duplicate, kept)).content.decode()
    assert "Un atelier de <mark>Marck </mark>qui coud." in page
    assert "Un atelier de <mark>Calais </mark>qui coud." in page
    assert f'href="{_merge(kept, duplicate)}"' in page  # the other way round
    chosen = {"valeur_name": "autre", "valeur_description": "gardee", "valeur_contacts": "autre"}
    client.post(_merge(duplicate), _data(duplicate, kept) | chosen)
    kept.refresh_from_db()
    assert (kept.name, kept.description) == ("Meloko SAS", "Un atelier de Marck qui coud.")
    assert kept.contacts.count() == 1


def test_choices_come_again_when_the_kept_record_changed_meanwhile(client, editor):
    client.force_login(editor)
    kept, duplicate = make_organisation(description="Avant"), make_organisation(description="L’autre")
    data = _data(duplicate, kept)
    Organisation.objects.filter(pk=kept.pk).update(version=7, description="Depuis")
    answer = client.post(_merge(duplicate), data)
    assert (answer.status_code, "Depuis" in answer.content.decode()) == (200, True)
    assert not Union.objects.exists()


@pytest.mark.parametrize(
    ("model", "first", "second"),
    [
        ("person", {"name": "Hélène Petit"}, {"name": "Helene PETIT"}),
        (
            "contact",
            {"value": "https://www.meloko.fr/", "kind": "website"},
            {"value": "http://meloko.fr", "kind": "website"},
        ),
    ],
)
def test_likeness_is_told_until_it_is_said_to_be_none(client, editor, model, first, second):
    client.force_login(editor)
    make = make_person if model == "person" else make_contact
    one, other = make(**first), make(**second)
    make(
        **({"name": "Hélène Petitjean"} if model == "person" else {"value": "https://meloko.fr/don", "kind": "website"})
    )
    page = client.get(_page(one))
    assert [told["row"] for told in page.context["duplicates"]] == [other]
    client.post(_page(one, "distinct"), {"autre": other.pk})
    for row in (one, other):
        assert not client.get(_page(row)).context["duplicates"]
