"""What the content is attached to: official places, themes, accounts; of a prepared database, or made by hand."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Reference:
    """Keys in a fixed order, so that a draw means the same row each time."""

    communes: tuple[str, ...]  # INSEE codes, the most peopled first
    epci: tuple[int, ...]
    department: int
    themes: tuple[int, ...]
    series: int
    officer: int
    editor: int
