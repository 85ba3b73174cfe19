"""Bulletins ready to publish, for the tests of this folder."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from django.contrib.auth.models import User

from bulletins.models import Bulletin
from bulletins.services import publish_bulletin
from initiatives.models import Initiative
from tests.builders import make_bulletin, make_commune, make_contact, make_initiative, make_section

PUBLISHED_AT = datetime(2020, 4, 30, 16, 0, tzinfo=UTC)
LATER = datetime(2020, 5, 4, 9, 0, tzinfo=UTC)


def make_draft(*initiatives: Initiative, **fields: Any) -> Bulletin:
    """A complete draft of 30 April 2020 that cites the initiatives, or one of its own."""
    fields = {"dated_on": date(2020, 4, 30), "introduction": "Merci à toutes et à tous.", **fields}
    if fields.get("kind") != Bulletin.Kind.SPECIAL:
        fields.setdefault("signatory_name", "Camille Exemple")
    bulletin = make_bulletin(**fields)
    make_section(bulletin, *(initiatives or (make_cited(),)))
    return bulletin


def make_cited(title: str = "", **fields: Any) -> Initiative:
    """A draft initiative with a place and a contact: what a bulletin usually cites."""
    fields = {"published": False, "communes": (make_commune(),), "contacts": (make_contact(),), **fields}
    return make_initiative(title, **fields)


def make_published(editor: User, *initiatives: Initiative, **fields: Any) -> Bulletin:
    return publish_bulletin(bulletin=make_draft(*initiatives, **fields), by=editor, now=PUBLISHED_AT)
