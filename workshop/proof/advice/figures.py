"""A wording that says another quantity than the record of the initiative."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Problem
from bulletins.checks.texts import Text
from french.accents import sort_key
from french.wording import enumerated, number
from initiatives.models import Figure
from organisations.contacts import EMAIL, PHONE
from recognition.blocks import Block, Document
from recognition.facts.figures import find_figures
from recognition.normalise import Source
from recognition.proposal import ProposedFigure

ROUNDED = 0.2  # “une cinquantaine” agrees with 54


def against_the_record(text: Text) -> Iterator[Problem]:
    """Units that both tell, where no amount of the text is one of the record.

    A text may well tell less than the record, or a part of it: it contradicts it only when the amount that the record
    has is replaced by another.
    """
    if text.entry is None or text.is_title:
        return
    recorded: dict[str, list[Figure]] = {}
    for figure in text.entry.initiative.figures.all():
        if figure.measure != Figure.Measure.CONTEXT:
            recorded.setdefault(_stem(figure.unit), []).append(figure)
    if not recorded:
        return
    told: dict[str, list[ProposedFigure]] = {}
    for found in _figures_in(text.printed):
        told.setdefault(_stem(found.unit), []).append(found)
    for unit, figures in recorded.items():
        if unit in told and not any(_agree(one, other) for one in figures for other in told[unit]):
            written = enumerated([f"{number(other.amount)}\u00a0{other.unit}" for other in told[unit]])
            noted = enumerated([str(figure) for figure in figures])
            message = f"{text.what} dit {written} là où la fiche dit {noted} : accordez-les."
            yield Problem(message, is_blocking=False)


def _figures_in(text: str) -> list[ProposedFigure]:
    source = Source(Document.of([Block(paragraph) for paragraph in text.split("\n")]))
    masked = [match.span() for pattern in (EMAIL, PHONE) for match in pattern.finditer(source.text)]
    return find_figures(source, (0, len(source.text)), masked)[0]


def _agree(figure: Figure, told: ProposedFigure) -> bool:
    recorded, amount = float(figure.amount), float(told.amount)
    if figure.is_approximate or told.approximate:
        return abs(recorded - amount) <= ROUNDED * max(recorded, amount)
    return recorded == amount


def _stem(unit: str) -> str:
    return " ".join(word.rstrip("sx") for word in sort_key(unit).split())
