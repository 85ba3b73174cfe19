"""What the review and the report tell of a document beyond its proposal: what was not read, what is said once."""

from __future__ import annotations

import io

import pikepdf
import pytest
from django.urls import reverse

from documents.services import accept_everything, accept_import, receive_document
from initiatives.models import Initiative
from tests.documents.releases import pdf_of


@pytest.fixture
def page_of(client, officer):
    client.force_login(officer)
    return lambda review: client.get(
        reverse("admin:documents_documentimport_change", args=[review.pk])
    ).content.decode()


def accept(review, officer):
    accept_import(review=accept_everything(review=review, by=officer), by=officer)


def test_what_could_not_be_read_of_a_pdf_is_told_in_the_review_and_in_the_report(series, officer, page_of):
    """A link without a place: the text is read, and the officer learns that an address may be missing."""
    pdf = pikepdf.open(io.BytesIO(pdf_of()))
    pdf.pages[0].Annots[0].Rect = pikepdf.Array([0])
    data = io.BytesIO()
    pdf.save(data)
    review = receive_document(data=data.getvalue(), filename="semaine 19.pdf", by=officer)
    told = "Un lien n’a pas pu être lu (page\u00a01)"
    assert told in page_of(review)
    accept(review, officer)
    assert "Compte rendu d’import" in page_of(review)
    assert told in page_of(review)


def test_what_will_not_be_repeated_is_told_before_and_after(review, officer, page_of):
    """The sample ends two of its stories with the contact that becomes a link."""
    told = "Contact : 03 21 00 00 01"
    assert f"Donné à part, ne sera pas répété dans le texte\u00a0: {told}" in page_of(review)
    accept(review, officer)
    assert "Retiré du texte, car la page le donne déjà à part" in page_of(review)
    assert told in page_of(review)
    assert told not in "".join(Initiative.objects.values_list("summary", flat=True))
