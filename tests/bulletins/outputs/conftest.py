"""A bulletin that has one of everything, and its forms."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bulletins.services import publish_bulletin, rectify_bulletin
from tests.builders import (
    make_bulletin_picture,
    make_commune,
    make_contact,
    make_logo,
    make_organisation,
    make_picture,
    make_section,
    make_territory,
)
from tests.bulletins.issues import LATER, PUBLISHED_AT, make_cited, make_draft
from tests.documents.readers.pictures.photographs import photograph


@pytest.fixture
def full(editor):
    """Number 1, rectified once: two sections, three initiatives, contacts of each kind, a figure with its target, a
    logo, a picture of its own and one of an initiative."""
    territory = make_territory(
        press_email="presse@exemple.fr", press_phone="+33321212000", press_office="Cabinet de la préfecture"
    )
    sewing = make_cited(
        "Couture à Marck",
        summary="Des **masques** pour *tous* :\n\n- en tissu\n- en papier\n\nVoir www.exemple.fr/atelier.",
        communes=(make_commune("Marck"),),
        beneficiary_communes=(make_commune("Calais"),),
        organisations=(make_organisation("Couturières de Marck"),),
        contacts=(
            make_contact("+33321855370", kind="phone", label="standard"),
            make_contact("aide@exemple.fr"),
            make_contact("https://www.exemple.fr/couture", kind="website"),
        ),
        figures=(
            {"item": "masques", "unit": "masques", "amount": Decimal(1600), "measure": "stock"},
            {"item": "masques", "unit": "masques", "amount": Decimal(11000), "measure": "target"},
        ),
    )
    bread = make_cited("Pain à Lens", summary="Le pain arrive le matin.", follows=sewing)
    draft = make_draft(
        sewing,
        bread,
        place="Arras",
        introduction="Merci à **toutes**.",
        closing="Continuons ensemble.",
        signatory_function="préfète",
    )
    make_logo(territory, data=photograph(160, 80))
    make_bulletin_picture(draft, data=photograph(480, 320))
    shown = make_picture(sewing)
    shown.renditions.filter(format="jpeg").update(data=photograph(480, 300))
    draft.links.create(label="Devenir bénévole", url="https://exemple.fr/aider")
    make_section(draft, make_cited("Repas à Arras"), theme="soignants", heading="Pour les soignants",
                 introduction="Chaque midi.")  # fmt: skip
    bulletin = publish_bulletin(bulletin=draft, by=editor, now=PUBLISHED_AT)
    bulletin.refresh_from_db()
    bulletin.closing = "Continuons, toujours."
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=editor, correction="La conclusion.", now=LATER)
    return bulletin
