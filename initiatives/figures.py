"""Figures in words. A stock goes beside its target, and nothing is ever added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from french.accents import sort_key
from french.wording import NBSP, long_date, number
from initiatives.models import Figure, Initiative

PERIODS = {Figure.Measure.RATE_DAY: "par jour", Figure.Measure.RATE_WEEK: "par semaine"}

HOW = {
    "personne",
    "personnes",
    "an",
    "ans",
    "mois",
    "jour",
    "jours",
    "semaine",
    "semaines",
    "heure",
    "heures",
    "habitants",
}


@dataclass(frozen=True)
class FigureLine:
    """A figure as the component `figure.html` takes it."""

    measure: str
    amount: str
    unit: str
    item: str = ""
    period: str = ""
    approximate: bool = False
    target: str = ""
    value: int = 0
    max: int = 0
    as_of: str = ""

    @property
    def phrase(self) -> str:
        """“1 600 masques, objectif 11 000”."""
        about = "environ " if self.approximate else ""
        told = f"{about}{self.amount}{NBSP}{self.unit}" + (f" {self.period}" if self.period else "")
        if self.measure == "target":
            told = f"objectif{NBSP}: {told}"
        if self.item and sort_key(self.unit) not in sort_key(self.item):
            told += f" ({self.item})"
        return f"{told}, objectif{NBSP}{self.target}" if self.target else told


def figure_lines(figures: Iterable[Figure]) -> list[FigureLine]:
    """The figures in their order; a target joins the one stock of its unit, when each of the two stands alone."""
    figures = list(figures)
    targets = {stock.pk: target for stock, target in _pairs(figures)}
    joined = {target.pk for target in targets.values()}
    return [_line(figure, targets.get(figure.pk)) for figure in figures if figure.pk not in joined]


def public_lines(initiative: Initiative) -> list[FigureLine]:
    """Its figures as the public may read them."""
    return [replace(line, item=initiative.without_hidden(line.item)) for line in figure_lines(initiative.figures.all())]


def telling(lines: list[FigureLine]) -> list[FigureLine]:
    """Those that say what was done for others; people and durations only say how."""
    return [line for line in lines if sort_key(line.unit) not in HOW]


def _pairs(figures: list[Figure]) -> list[tuple[Figure, Figure]]:
    pairs = []
    for unit in dict.fromkeys(sort_key(figure.unit) for figure in figures):
        same = [figure for figure in figures if sort_key(figure.unit) == unit]
        stocks = [figure for figure in same if figure.measure == Figure.Measure.STOCK]
        targets = [figure for figure in same if figure.measure == Figure.Measure.TARGET]
        if len(stocks) == len(targets) == 1:
            pairs.append((stocks[0], targets[0]))
    return pairs


def _line(figure: Figure, target: Figure | None) -> FigureLine:
    measure = "rate" if figure.measure in PERIODS else str(figure.measure)
    aim = target.amount if target else Decimal(0)
    return FigureLine(
        measure=measure,
        amount=number(figure.amount),
        unit=figure.unit,
        item=figure.item if sort_key(figure.item) != sort_key(figure.unit) else "",
        period=PERIODS.get(figure.measure, ""),
        approximate=figure.is_approximate,
        target=number(aim) if target else "",
        value=int(min(figure.amount, aim)) if target else 0,
        max=int(aim),
        as_of=f"au {long_date(figure.as_of)}" if figure.as_of else "",
    )
