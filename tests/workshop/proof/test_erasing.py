"""What is erased everywhere leaves the remarks of outsiders too; what they ask for stays."""

import pytest

from bulletins.occulting.erasing import erase_everywhere
from tests.builders import make_contact, make_person
from tests.bulletins.issues import make_cited, make_draft
from workshop.models import ProofLink, ProofRemark
from workshop.proof.outside import open_link

pytestmark = pytest.mark.django_db


@pytest.fixture
def remark(officer):
    draft = make_draft(make_cited("Couture"))
    link = open_link(bulletin=draft, reader="Jeanne Dupontel, cabinet", days=3, by=officer)
    return ProofRemark.objects.create(
        link=link, author="Jeanne Dupontel", text="Dire « Jeanne Dupontel, 06 11 22 33 44 » en entier."
    )


def _stored():
    rows = [*ProofRemark.objects.values(), *ProofLink.objects.values(), *ProofLink.history.values()]
    return str(rows)


def test_person_leaves_remarks_and_links(remark, editor):
    assert "Dupontel" in _stored()
    erasure = erase_everywhere(row=make_person("Jeanne Dupontel"), by=editor, reason="À sa demande.")
    assert "Dupontel" not in _stored()
    assert "les remarques sur les épreuves" in str(erasure)
    remark.refresh_from_db()
    assert remark.text.startswith("Dire")


def test_contact_leaves_remarks(remark, editor):
    erase_everywhere(row=make_contact("06 11 22 33 44"), by=editor, reason="À sa demande.")
    assert "06 11 22 33 44" not in _stored()
    assert "Dupontel" in _stored()
