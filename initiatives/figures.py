"""Figures in words. A stock goes beside its target, and nothing is ever added up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from french.accents import sort_key
from french.wording import NBSP, long_date, number, of_noun, typographic
from initiatives.models import Figure, Initiative

PLURAL_FROM = 2
PERIODS = {Figure.Measure.RATE_DAY: "par jour", Figure.Measure.RATE_WEEK: "par semaine"}

# Units of what surrounds an action. What is counted in them is context unless someone says otherwise.
CONTEXT_UNITS = {
    "habitant",
    "habitants",
    "an",
    "ans",
    "annee",
    "annees",
    "mois",
    "jour",
    "jours",
    "semaine",
    "semaines",
}
# People and durations say how something was done, not what: they are no headline.
HOW = CONTEXT_UNITS | {"personne", "personnes", "heure", "heures"}
PEOPLE = {"personne", "personnes"}
# Units that measure a matter: “50 000 litres de gel”.
MATTER = {"litre", "litres", "kg", "kilo", "kilos", "kilogrammes", "tonne", "tonnes", "metre", "metres", "l", "m", "t"}


@dataclass(frozen=True)
class FigureLine:
    """A figure as the component `figure.html` takes it: “1 600” and, after it, “masques en tissu réalisés”."""

    measure: str
    amount: str
    unit: str
    noun: str  # what follows the amount in a sentence
    item: str = ""  # what it is, when the noun does not say it
    period: str = ""
    approximate: bool = False
    target: str = ""
    value: int = 0
    max: int = 0
    as_of: str = ""

    @property
    def lead(self) -> str:
        """What stands before the amount."""
        parts = [f"objectif{NBSP}:"] if self.measure == "target" else []
        return " ".join([*parts, "environ"] if self.approximate else parts)

    @property
    def phrase(self) -> str:
        """“1 600 masques en tissu réalisés, objectif : 11 000”."""
        told = " ".join(part for part in (self.lead, f"{self.amount}{NBSP}{self.noun}", self.period) if part)
        if self.item:
            told += f" ({self.item})"
        return f"{told}, objectif{NBSP}: {self.target}" if self.target else told


def figure_lines(figures: Iterable[Figure]) -> list[FigureLine]:
    """What was done or is aimed at, in its order; a target joins the one stock of its unit, when each stands alone."""
    figures = [figure for figure in figures if figure.measure != Figure.Measure.CONTEXT]
    targets = {stock.pk: target for stock, target in _pairs(figures)}
    joined = {target.pk for target in targets.values()}
    return [_line(figure, targets.get(figure.pk)) for figure in figures if figure.pk not in joined]


def public_lines(initiative: Initiative, figures: Iterable[Figure] | None = None) -> list[FigureLine]:
    """Its figures, `figures` where they are at hand, as the public may read them."""
    hidden = initiative.without_hidden
    figures = initiative.figures.all() if figures is None else figures
    return [replace(line, noun=hidden(line.noun), item=hidden(line.item)) for line in figure_lines(figures)]


def proposed_measure(unit: str) -> str:
    """The measure of a total that a text tells: a population or a duration is context."""
    return Figure.Measure.CONTEXT if sort_key(unit) in CONTEXT_UNITS else Figure.Measure.STOCK


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
    noun, item = _noun(figure)
    return FigureLine(
        measure=measure,
        amount=number(figure.amount),
        unit=figure.unit,
        noun=noun,
        item=item,
        period=PERIODS.get(figure.measure, ""),
        approximate=figure.is_approximate,
        target=number(aim) if target else "",
        value=int(min(figure.amount, aim)) if target else 0,
        max=int(aim),
        as_of=f"au {long_date(figure.as_of)}" if figure.as_of else "",
    )


def _noun(figure: Figure) -> tuple[str, str]:
    """What follows the amount, and what is left to say beside it.

    The unit often begins the item (“masques”, “masques en tissu”): it is not said twice. Of people the item is the
    noun (“62 couturières”), of a measured matter it is what there is of it (“500 litres de gel”).
    """
    unit, item = typographic(figure.unit.strip()), typographic(figure.item.strip())
    unit_words, item_words = unit.split(), item.split()
    if not item or _stems(item) == _stems(unit):
        return unit, ""
    if _stems(" ".join(item_words[: len(unit_words)])) == _stems(unit):
        # The end of the unit's last word in the item (a comma) stays.
        rest = item_words[len(unit_words) :]
        comma = "," if item_words[len(unit_words) - 1].endswith(",") else ""
        return " ".join([unit + comma, *rest]), ""
    key = sort_key(unit)
    is_plural = figure.amount >= PLURAL_FROM and sort_key(item_words[0]).endswith(("s", "x"))
    if _stems(" ".join(item_words[1:2])) == _stems(unit) and is_plural:  # “autres masques”
        return _lowered(item), ""
    if key in PEOPLE and is_plural:
        return _lowered(item), ""
    if key in MATTER and not item.startswith(("de ", "d’")):
        return f"{unit} {of_noun(_lowered(item))}", ""
    return unit, item


def _lowered(text: str) -> str:
    """Inside a sentence; an acronym keeps its capitals."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def _stems(text: str) -> list[str]:
    """Words without accents or plural marks."""
    return [word.rstrip("sx") for word in sort_key(text).split()]
