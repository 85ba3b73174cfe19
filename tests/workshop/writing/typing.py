"""What the page of writing sends."""

from __future__ import annotations

import json
from typing import Any

from workshop.writing.chips import Chip, chips_of
from workshop.writing.understanding import understand

TEXT = (
    "À Marck et à Calais, l’association Les Petites Mains et la boulangerie Dupain cousent 1 600 masques et "
    "offrent 50 repas par jour dans le Calaisis. Contact : 03 21 00 00 01, contact@exemple.fr, www.exemple.fr"
)


def sent(text: str = TEXT, *, chips: list[Chip] | None = None, refused: tuple[str, ...] = (), **fields: Any) -> dict:
    """The form as it stands once the text is understood. `refused`: fields of chips that are not kept."""
    chips = chips_of(understand(text).initiative) if chips is None else chips
    return {
        "text": text,
        "title": "Des masques et du pain",
        "theme": "protection",
        "day": "06/04/2020",
        "seen": [chip.as_sent() for chip in chips],
        "keep": [str(place) for place, chip in enumerate(chips) if chip.is_kept and chip.field not in refused],
        **fields,
    }


def chip_of(field: str, **value: Any) -> str:
    """A chip in JSON, as a stranger might write it."""
    return json.dumps({"field": field, "value": {"span": None, "confidence": 1, "match": None, "why": ""} | value})
