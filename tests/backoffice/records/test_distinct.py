"""“Pas un doublon” is said once, for any kind of record, and can be forgotten."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from backoffice.models import Distinct
from backoffice.records.distinct import tell_apart
from tests.backoffice.forms import save
from tests.builders import make_initiative, make_organisation, make_person, make_user

ALIKE = [
    (lambda: [make_initiative("Des masques à Marck", published=False) for _ in range(2)], "initiative_form", "Pas un"),
    (lambda: [make_organisation(name) for name in ("Meloko", "Méloko SAS")], "organisation_form", "Pas un"),
    (lambda: [make_person("Jeanne Martin") for _ in range(2)], "person_form", ""),
]


def _url(row, page):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk])


@pytest.mark.parametrize(("make", "form", "button"), ALIKE)
def test_what_was_told_apart_is_not_told_alike_again(client, officer, db, make, form, button):
    client.force_login(officer)
    row, other = make()
    assert button in client.get(_url(row, "change")).content.decode()
    saved = client.get(save(client, _url(row, "change"), form).url).content.decode()
    assert "peut-être un doublon" in saved
    assert client.post(_url(row, "distinct"), {"autre": other.pk}).url == _url(row, "change")
    client.post(_url(other, "distinct"), {"autre": row.pk})  # the same, said from the other side
    assert Distinct.objects.count() == 1
    for one in (row, other):
        assert "Pas un doublon" not in client.get(_url(one, "change")).content.decode()
        assert "peut-être un doublon" not in client.get(save(client, _url(one, "change"), form).url).content.decode()
    assert "Dite différente de" in client.get(_url(other, "history")).content.decode()
    client.post(_url(other, "distinct"), {"autre": row.pk, "acte": "oublier"})
    assert "peut-être un doublon" in client.get(save(client, _url(row, "change"), form).url).content.decode()


def test_others_say_nothing_and_forged_rows_are_not_found(client, officer):
    row, other = make_initiative(published=False), make_initiative()
    assert client.post(_url(row, "distinct"), {"autre": other.pk}).status_code == 401
    client.force_login(make_user("lectrice"))
    assert client.post(_url(row, "distinct"), {"autre": other.pk}).status_code == 302
    client.force_login(officer)
    assert client.get(_url(row, "distinct")).status_code == 405
    for key in ("", "²", row.pk, 999_999_999):
        assert client.post(_url(row, "distinct"), {"autre": key}).status_code == 404
    assert Distinct.objects.count() == 0


def test_pairs_stand_once_and_in_order(officer):
    first, second = make_initiative(), make_initiative()
    said = tell_apart(row=second, other=first, by=officer)
    assert (said.first, said.second) == (first.pk, second.pk)
    for pair in ((first.pk, second.pk), (second.pk, first.pk), (first.pk, first.pk)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Distinct.objects.create(kind=said.kind, first=pair[0], second=pair[1], said_by=officer)
