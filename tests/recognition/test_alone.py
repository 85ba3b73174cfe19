"""A text that tells one initiative: the values that an import proposes for it, whatever it looks like."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

import pytest

from documents.readers.text import read_pasted
from recognition.alone import propose_one
from recognition.proposal import Proposal
from tests.recognition.recognising import GAZETTEER, told

VALUES = ("organisations", "persons", "communes", "areas", "contacts", "figures")


def alone(text: str) -> Proposal:
    return propose_one(read_pasted(text), GAZETTEER)


def bare(value: Any) -> Any:
    """Without the places in the text, which differ between documents."""
    if isinstance(value, list):
        return [bare(one) for one in value]
    if is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in fields(value) if field.name != "span"}
    return value


@pytest.mark.parametrize(
    "text",
    [
        "À Vimy, l’association Alpha a cousu 300 masques. Contact : alpha@exemple.fr",
        "La boulangerie Dupain à Béthune offre 50 baguettes par jour à l’hôpital de Lens.",
        "Dans le Calaisis, des bénévoles appellent 200 personnes isolées. Tél. 03 21 00 00 01, www.exemple.fr",
        "Mme Odile Vasseur coud des surblouses pour l’EHPAD de Marck ; objectif : 1 000.",
    ],
)
def test_one_alone_has_the_values_of_an_import(text):
    (found,) = alone(text).initiatives
    imported = told(text)
    assert {name: bare(getattr(found, name)) for name in VALUES} == {
        name: bare(getattr(imported, name)) for name in VALUES
    }
    assert any(getattr(found, name) for name in VALUES)


def test_one_alone_keeps_a_mail_together():
    proposal = alone(
        "Bonjour,\n\nNotre association Les Petites Mains, à Marck, coud des masques depuis le 30 mars 2020.\n\n"
        "La ville de Calais fournit le tissu.\n\nCordialement,\nOdile Vasseur, présidente\n03 21 00 00 01"
    )
    (found,) = proposal.initiatives
    assert {one.name for one in found.organisations} >= {"Les Petites Mains"}
    assert [one.name for one in found.persons] == ["Odile Vasseur"]
    assert [one.value for one in found.contacts] == ["+33321000001"]
    assert proposal.bulletin.date.value == date(2020, 3, 30)
    assert proposal.sections[0].theme.value == "protection"


def test_one_alone_takes_its_title_from_a_line_above_the_text():
    (found,) = alone("Du pain pour les soignants\n\nLa boulangerie Dupain à Béthune offre du pain.").initiatives
    assert found.title == "Du pain pour les soignants"


@pytest.mark.parametrize("text", ["", "***", "…", " \n\t"])
def test_nothing_is_proposed_of_nothing(text):
    assert alone(text).initiatives == []
