"""520 weekly bulletins that cite about fifteen initiatives each, in sections; the product freezes them."""

from __future__ import annotations

from itertools import count as counter

import numpy as np

from bench.content.calendar import DAYS, WEEKS, day, morning
from bench.content.files import Tables
from bench.content.reference import Reference
from bench.content.vocabulary import AND_THEN, HEADINGS

BULLETIN = (
    "id series_id kind number is_number_printed slug title dated_on place introduction closing signatory_name "
    "signatory_function status published_at published_by_id approved_at approved_by_id approved_sha256 "
    "emergency_reason withdrawal_reason withdrawal_note created_at created_by_id updated_at version"
)
FEWEST, MOST = 12, 18  # initiatives that a bulletin cites


def write_bulletins(
    tables: Tables, chance: np.random.Generator, *, published: list[int], count: int, reference: Reference
) -> int:
    """Write the bulletins of which each cites published initiatives of its week; returns how many there are."""
    number_of = min(WEEKS, len(published) // MOST)
    bulletins, sections, entries = [], [], []
    section_keys, entry_keys = counter(1), counter(1)
    for at in range(number_of):
        last = DAYS * (at + 1) // number_of - 1
        near = [pk for pk in _window(published, at, number_of) if pk <= count]
        cited = sorted(chance.permutation(near)[: int(chance.integers(FEWEST, MOST + 1))].tolist())
        bulletins.append(_bulletin(at + 1, last, reference))
        for position, part in enumerate(np.array_split(cited, 4), start=1):
            section = next(section_keys)
            theme = reference.themes[(at + position) % len(reference.themes)]
            heading = HEADINGS[(at + position) % len(HEADINGS)]
            sections.append((section, at + 1, theme, heading, "", position))
            entries += [(next(entry_keys), section, int(pk), "", rank) for rank, pk in enumerate(part, start=1)]
    tables.write("bulletins_bulletin", BULLETIN, bulletins)
    tables.write("bulletins_section", "id bulletin_id theme_id heading introduction position", sections)
    tables.write("bulletins_entry", "id section_id initiative_id wording position", entries)
    return number_of


def _window(published: list[int], at: int, number_of: int) -> list[int]:
    """The initiatives of the week: those entered in it, of which a hundred are enough to choose from."""
    return published[len(published) * at // number_of : len(published) * (at + 1) // number_of][:100]


def _bulletin(number: int, last: int, reference: Reference) -> tuple:
    introduction = f"{AND_THEN[number % len(AND_THEN)]}. {AND_THEN[(number + 7) % len(AND_THEN)]}."
    signed = (morning(last), reference.editor)
    return (
        number, reference.series, "numbered", number, True, None, "Le territoire solidaire", day(last), "",
        introduction, "", "", "", "published", *signed, None, None, "", "", "", "",
        morning(last), reference.officer, morning(last), 1,
    )  # fmt: skip
