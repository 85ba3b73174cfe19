"""Bulletins published as an editor does, for tests of what they bring to the directory."""

from __future__ import annotations

from datetime import date

from bulletins.models import Bulletin
from bulletins.services import publish_bulletin
from initiatives.models import Initiative
from tests.builders import NOW, make_bulletin, make_section, make_user


def publish(*initiatives: Initiative, wording: str = "", heading: str = "Solidaires", **fields) -> Bulletin:
    fields.setdefault("dated_on", date(2020, 4, 30))
    bulletin = make_bulletin(introduction="Voici.", signatory_name="La préfecture", place="Arras", **fields)
    section = make_section(bulletin, *initiatives, heading=heading)
    section.entries.update(wording=wording)
    return publish_bulletin(bulletin=bulletin, by=make_user(), now=NOW)
