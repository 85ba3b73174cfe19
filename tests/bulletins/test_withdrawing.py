"""What readers find at the address of a withdrawn bulletin, and what its editors see."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from bulletins.models import Bulletin
from bulletins.services import NotWithdrawable, withdraw_bulletin
from tests.builders import make_person
from tests.bulletins.issues import make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db


def test_readers_are_told_why_and_where_to_read_on(client, editor):
    first, second = make_published(editor), make_published(editor)
    withdraw_bulletin(
        bulletin=first, by=editor, reason="Chiffre faux", public_note="Un chiffre était faux.", replaced_by=second
    )
    for path in ("/bulletins/1/", "/bulletins/1.pdf", "/bulletins/1.docx", "/bulletins/1/dossier-de-presse/"):
        response = client.get(path)
        page = response.content.decode()
        assert response.status_code == 410
        assert "Un chiffre était faux." in page
        assert 'href="/bulletins/2/"' in page
        assert "Chiffre faux" not in page
    withdraw_bulletin(bulletin=second, by=editor, reason="Aussi")
    assert 'href="/bulletins/2/"' not in client.get("/bulletins/1/").content.decode()


def test_withdrawal_is_refused_with_a_wrong_replacement_or_a_hidden_name(editor):
    initiative = make_cited()
    initiative.persons.add(make_person("Jeanne Martin"))
    bulletin = make_published(editor, initiative)
    for replacement in (bulletin, make_draft(make_cited())):
        with pytest.raises(NotWithdrawable, match="déjà publié"):
            withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur", replaced_by=replacement)
    with pytest.raises(NotWithdrawable, match="Jeanne Martin"):
        withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur", public_note="À la demande de Jeanne Martin.")
    bulletin.refresh_from_db()
    assert bulletin.is_published


def test_editor_writes_both_and_sees_the_reason(client, editor):
    client.force_login(editor)
    first, second = make_published(editor), make_published(editor)
    url = reverse("admin:bulletins_bulletin_act", args=[first.pk, "retirer"])
    assert "Remplacé par" in client.get(url).content.decode()
    sent = {
        "reason": "Chiffre faux",
        "public_note": "Voir le suivant.",
        "replaced_by": second.pk,
        "version": first.version,
    }
    assert client.post(url, sent).status_code == 302
    first.refresh_from_db()
    assert (first.withdrawal_note, first.replaced_by) == ("Voir le suivant.", second)
    page = client.get(reverse("admin:bulletins_bulletin_change", args=[first.pk])).content.decode()
    assert "Chiffre faux" in page
    assert "Voir le suivant." in page


def test_only_a_withdrawn_bulletin_tells_its_withdrawal(editor):
    bulletin = make_published(editor)
    for wrong in ({"withdrawal_note": "Note"}, {"replaced_by": make_published(editor)}):
        with pytest.raises(IntegrityError, match="replaced_is_withdrawn"), transaction.atomic():
            Bulletin.objects.filter(pk=bulletin.pk).update(**wrong)
