"""Signs that turn or cut what is read never reach a row, by whatever form they come."""

import json

import pytest
from django.urls import reverse

from initiatives.models import Initiative
from tests.backoffice.forms import save
from tests.builders import make_theme, make_user
from tests.bulletins.issues import make_cited, make_draft
from workshop.models import ProofRemark
from workshop.proof.outside import open_link, token_of

TURNED, KEPT = "Des \u202emasques\u202c pour Jean\u200bne", "Des masques pour Jeanne"


def test_form_of_the_back_office(client, officer):
    client.force_login(officer)
    add = reverse("admin:initiatives_initiative_add")
    data = {"title": TURNED, "theme": make_theme().pk, "summary": TURNED}
    assert save(client, add, "initiative_form", **data).status_code == 302
    row = Initiative.objects.get()
    assert (row.title, row.summary) == (KEPT, KEPT)


def test_block_of_the_atelier(client, officer):
    draft = make_draft(make_cited())
    client.force_login(officer)
    sent = {"block": f"bulletin-{draft.pk}-closing", "text": TURNED, "opened": ""}
    url = reverse("workshop:save_block", args=[draft.pk])
    assert client.post(url, json.dumps(sent), content_type="application/json").status_code == 200
    draft.refresh_from_db()
    assert draft.closing == KEPT


def test_remark_from_outside(client, officer):
    link = open_link(bulletin=make_draft(make_cited()), reader="Cabinet", days=3, by=officer)
    url = reverse("proofs:proof", args=[token_of(link)])
    client.post(url, {"text": TURNED, "author": "Ca\u202dmille"})
    assert [(one.text, one.author) for one in ProofRemark.objects.all()] == [(KEPT, "Camille")]


@pytest.mark.django_db
def test_password_is_compared_as_it_was_chosen(client):
    old, new = "un-long-mot-de-passe", "un-autre\u200b-mot-de-passe"
    account = make_user("redactrice", group="rédaction", password=old)
    client.force_login(account)
    data = {"old_password": old, "new_password1": new, "new_password2": new}
    client.post(reverse("admin:password_change"), data)
    account.refresh_from_db()
    assert account.check_password(new)
