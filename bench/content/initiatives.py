"""The initiatives with all that is attached to them, written chunk by chunk."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count as counter
from typing import Any

import numpy as np

from bench.content.calendar import DAYS, day, morning
from bench.content.chance import draw, shares, zipf
from bench.content.files import Tables
from bench.content.reference import Reference
from bench.content.texts import Writer
from bench.content.vocabulary import AUDIENCES, UNITS
from french.accents import slug_of, sort_key

CHUNK = 10_000
INITIATIVE = (
    "id title slug summary theme_id started_on state state_checked_on status returned_at returned_by_id return_note "
    "approved_at approved_by_id published_at published_by_id withdrawn_at withdrawn_by_id withdrawal_reason created_at "
    "created_by_id updated_at version"
)
# In thousandths. One initiative in twenty is not public: nothing of it may show in any figure.
STATUSES = {"published": 950, "draft": 20, "review": 8, "approved": 10, "returned": 5, "withdrawn": 7}
STATES = {"ongoing": 70, "over": 25, "to_check": 5}
MEASURES = ("stock", "target", "rate_week", "rate_day", "context")
IN_COMMUNES, IN_EPCI, IN_DEPARTMENT = range(3)
EXTENTS = (85, 12, 3)  # hundredths of the initiatives that name communes, an EPCI, the département


@dataclass
class Attached:
    """Rows of one chunk, by table; the keys go on from chunk to chunk."""

    keys: dict[str, Any]
    rows: dict[str, list[tuple]] = field(default_factory=dict)

    def add(self, table: str, *values: Any) -> None:
        key = next(self.keys.setdefault(table, counter(1)))
        self.rows.setdefault(table, []).append((key, *values))


COLUMNS = {
    "initiatives_participation": "id initiative_id organisation_id role detail position",
    "initiatives_place": "id initiative_id commune_id role",
    "initiatives_coverage": "id initiative_id area_id role",
    "initiatives_figure": "id initiative_id item amount unit measure is_approximate as_of position",
    "initiatives_initiative_audiences": "id initiative_id audience_id",
    "initiatives_initiative_contacts": "id initiative_id contact_id",
    "initiatives_initiative_persons": "id initiative_id person_id",
    "organisations_person": "id name capacity is_public consent_means consent_note",
}


def write_audiences(tables: Tables) -> None:
    rows = [(at, name, slug_of(name, length=80), sort_key(name)) for at, name in enumerate(AUDIENCES, start=1)]
    tables.write("initiatives_audience", "id name slug sort_key", rows)


def write_initiatives(
    tables: Tables,
    chance: np.random.Generator,
    writer: Writer,
    *,
    count: int,
    organisations: int,
    contact_of: dict[int, int],
    reference: Reference,
) -> list[int]:
    """Write `count` initiatives in the order of their days; returns the keys of the published ones."""
    keys: dict[str, Any] = {}
    published: list[int] = []
    for start in range(0, count, CHUNK):
        size = min(CHUNK, count - start)
        attached = Attached(keys)
        rows = list(_chunk(chance, writer, start, size, count, organisations, contact_of, reference, attached))
        tables.write("initiatives_initiative", INITIATIVE, rows)
        for table, made in attached.rows.items():
            tables.write(table, COLUMNS[table], made)
        published += [row[0] for row in rows if row[8] == "published"]
    return published


def _chunk(chance, writer, start, size, count, organisations, contact_of, reference, attached):
    texts = writer.titles_and_texts(size)
    statuses, states = list(STATUSES), list(STATES)
    status = draw(chance, shares(list(STATUSES.values())), size).tolist()
    state = draw(chance, shares(list(STATES.values())), size).tolist()
    theme = draw(chance, zipf(len(reference.themes), 0.7), size).tolist()
    # Told up to ten days before it was entered; one in fifty bears no day of its own.
    told = np.clip((np.arange(start, start + size) * DAYS) // count - chance.integers(0, 11, size), 0, None).tolist()
    undated = (chance.random(size) < 0.02).tolist()
    actors = (chance.beta(0.8, 1.6, (size, 2)) * organisations).astype(int).tolist()
    extent = draw(chance, shares(list(EXTENTS)), size).tolist()
    communes = draw(chance, zipf(len(reference.communes)), size, 3).tolist()
    how_many = draw(chance, shares([70, 20, 10]), size).tolist()
    area = draw(chance, zipf(len(reference.epci), 0.5), size).tolist()
    audience = draw(chance, zipf(len(AUDIENCES), 0.6), size, 2).tolist()
    amount, unit = chance.integers(1, 5000, size).tolist(), chance.integers(0, len(UNITS), size).tolist()
    odds = chance.random((size, 8)).tolist()
    for at in range(size):
        pk, entered, likely = start + at + 1, (start + at) * DAYS // count, odds[at]
        title, text = texts[at]
        actor, other = actors[at][0] + 1, actors[at][1] + 1
        attached.add("initiatives_participation", pk, actor, "actor", "", 1)
        if likely[0] < 0.3 and other != actor:
            role = "partner" if likely[0] < 0.2 else "beneficiary"
            attached.add("initiatives_participation", pk, other, role, "", 2)
        if extent[at] == IN_COMMUNES:
            for index in dict.fromkeys(communes[at][: how_many[at] + 1]):
                role = "benefits" if likely[1] < 0.06 else "acts"
                attached.add("initiatives_place", pk, reference.communes[index], role)
        else:
            covered = reference.epci[area[at]] if extent[at] == IN_EPCI else reference.department
            attached.add("initiatives_coverage", pk, covered, "acts")
        if likely[2] < 0.45:
            word, measure = UNITS[unit[at]], MEASURES[pk % len(MEASURES)]
            attached.add("initiatives_figure", pk, word, amount[at], word, measure, likely[2] < 0.1, None, 1)
        for one in dict.fromkeys(audience[at][: 2 if likely[3] < 0.2 else 1]) if likely[3] < 0.6 else ():
            attached.add("initiatives_initiative_audiences", pk, one + 1)
        if likely[4] < 0.5 and actor in contact_of:
            attached.add("initiatives_initiative_contacts", pk, contact_of[actor])
        if likely[5] < 0.01:
            # A name that nobody agreed to show: search and pages must keep it out.
            name = f"Dominique {writer.names[pk % len(writer.names)]}"
            attached.add("organisations_person", name, "", False, "", "")
            attached.add("initiatives_initiative_persons", pk, keys_made(attached, "organisations_person"))
            text += f" Renseignements auprès de {name}."
        yield (
            pk, title, slug_of(title, length=80), text, reference.themes[theme[at]],
            None if undated[at] else day(told[at]), states[state[at]], None,
            *_signed(statuses[status[at]], entered, reference),
        )  # fmt: skip


def keys_made(attached: Attached, table: str) -> int:
    return attached.rows[table][-1][0]


def _signed(status: str, entered: int, reference: Reference) -> tuple:
    """Status, who did what when, and the moments of the row: as the acts of the product leave them."""
    moment = morning(entered)
    never = (None, None)
    done = (moment, reference.editor)
    returned = (*done, "À compléter.") if status == "returned" else (*never, "")
    approved = done if status in ("approved", "published", "withdrawn") else never
    published = done if status in ("published", "withdrawn") else never
    withdrawn = (*done, "Terminée.") if status == "withdrawn" else (*never, "")
    return (status, *returned, *approved, *published, *withdrawn, moment, reference.officer, moment, 1)
