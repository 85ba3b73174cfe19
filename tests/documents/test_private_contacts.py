"""A person's own number or address in a document: entered as personal and not public, and printed by nothing."""

from __future__ import annotations

import pytest
from django.urls import reverse

from bulletins.checks import missing_for_publication
from bulletins.services import NotPublishable, publish_bulletin
from documents.review.draft import initiatives_of
from documents.services import accept_everything, accept_import
from initiatives.models import Initiative
from initiatives.services import NotPublishable as NotPublishableAlone
from initiatives.services import publish_initiative
from organisations.models import Contact, Person
from tests.builders import CONSENT, make_series
from tests.documents.receiving import received
from tests.documents.sample import RELEASE

pytestmark = pytest.mark.django_db

PRIVATE = "Contact : Sophie Exemple, 06 12 34 56 78 ou sexemple@exemple.fr"


@pytest.fixture
def accepted(officer):
    """The sample, where a firm's switchboard gives way to a person's mobile and address."""
    make_series()
    text = RELEASE.replace("Contact : 03 21 00 00 01", PRIVATE)
    assert PRIVATE in text
    review = received(data=text.encode(), filename="communique.txt", by=officer)
    review = accept_everything(review=review, by=officer)
    return review, accept_import(review=review, by=officer)


def test_private_contacts_are_entered_as_personal_and_not_public(accepted):
    rows = {row.value: (row.is_personal, row.is_public) for row in Contact.objects.filter(kind__in=["phone", "email"])}
    assert rows == {"+33612345678": (True, False), "sexemple@exemple.fr": (True, False)}


def test_review_and_report_say_so(client, officer, accepted):
    review, _ = accepted
    (one,) = [one for one in initiatives_of(review.proposal) if one["contacts"] and one["persons"]]
    told = [remark["message"] for remark in one["remarks"] if remark["field"] == "persons"]
    assert any("06\u00a012\u00a034\u00a056\u00a078" in message and "ne paraîtra pas" in message for message in told)
    client.force_login(officer)
    page = client.get(reverse("admin:documents_documentimport_change", args=[review.pk])).content.decode()
    assert "06\u00a012\u00a034\u00a056\u00a078" in page


def test_check_blocks_the_bulletin_until_someone_has_asked(accepted, officer, editor):
    _, bulletin = accepted
    blocking = [problem for problem in missing_for_publication(bulletin) if problem.is_blocking]
    assert all("sans accord noté" in problem.message for problem in blocking)
    assert any("nomme Sophie Exemple" in problem.message for problem in blocking)
    assert {word for problem in blocking for word in ("06\u00a012", "sexemple@") if word in problem.message} == {
        "06\u00a012",
        "sexemple@",
    }
    with pytest.raises(NotPublishable, match="sans accord noté"):
        publish_bulletin(bulletin=bulletin, by=editor)
    initiative = Initiative.objects.get(contacts__kind="phone")
    with pytest.raises(NotPublishableAlone, match="sans accord noté"):
        publish_initiative(initiative=initiative, by=editor)
    Contact.objects.filter(is_personal=True).update(is_public=True, **CONSENT)
    Person.objects.update(is_public=True, **CONSENT)
    assert publish_bulletin(bulletin=bulletin, by=editor).is_published
