"""What the report of an import says once its bulletin is published or withdrawn."""

from __future__ import annotations

from django.urls import reverse

from bulletins.services import publish_bulletin, withdraw_bulletin
from documents.services import accept_everything, accept_import
from organisations.models import Person
from tests.builders import CONSENT

DRAFTED, TO_SETTLE = "Le bulletin est en brouillon", "<h2>À régler avant la publication</h2>"


def test_report_says_what_is_public_now(client, review, officer, editor):
    review = accept_everything(review=review, by=officer)
    bulletin = accept_import(review=review, by=officer)
    client.force_login(officer)
    page = reverse("admin:documents_documentimport_change", args=[review.pk])
    drafted = client.get(page).content.decode()
    assert DRAFTED in drafted
    assert TO_SETTLE in drafted
    Person.objects.update(is_public=True, **CONSENT)
    bulletin = publish_bulletin(bulletin=bulletin, by=editor)
    published = client.get(page).content.decode()
    assert "Le bulletin est publié" in published
    assert "<h2>Ce qui était à régler avant la publication</h2>" in published
    withdraw_bulletin(bulletin=bulletin, by=editor, reason="Erreur")
    withdrawn = client.get(page).content.decode()
    assert "Le bulletin a été publié, puis retiré" in withdrawn
    for body in (published, withdrawn):
        assert DRAFTED not in body
        assert TO_SETTLE not in body
