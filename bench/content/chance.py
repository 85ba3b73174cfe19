"""Seeded draws. Every draw of the bench comes from one generator of numpy, in one order: same seed, same bytes."""

from __future__ import annotations

import numpy as np

from bench.content.vocabulary import ENDINGS, INVENTED, INVENTED_NAMES


def zipf(count: int, exponent: float = 0.9) -> np.ndarray:
    """Cumulated shares of `count` things, the first drawn most."""
    weights = 1 / np.arange(1, count + 1) ** exponent
    cumulated = np.cumsum(weights / weights.sum())
    cumulated[-1] = 1.0
    return cumulated


def shares(weights: list[int]) -> np.ndarray:
    cumulated = np.cumsum(np.array(weights, float) / sum(weights))
    cumulated[-1] = 1.0
    return cumulated


def draw(chance: np.random.Generator, cumulated: np.ndarray, *shape: int) -> np.ndarray:
    """Places in the list whose cumulated shares are given."""
    return np.searchsorted(cumulated, chance.random(shape), side="right")


def invented_names(chance: np.random.Generator) -> list[str]:
    """Thirty thousand different names that nobody bears."""
    names: dict[str, None] = {}
    while len(names) < INVENTED_NAMES:
        syllables = chance.integers(0, len(INVENTED), 3)
        count, ending = chance.integers(2, 4), chance.integers(0, len(ENDINGS))
        word = "".join(INVENTED[at] for at in syllables[:count]) + ENDINGS[ending]
        names[word.capitalize()] = None
    return list(names)
