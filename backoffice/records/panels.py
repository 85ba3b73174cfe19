"""What rooms that come later show beside the form of a record. A registry: this room cannot know them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.http import HttpRequest


@dataclass(frozen=True)
class Panel:
    """A part of the page under the form, with forms of its own: the template, what it shows, and its link on top."""

    template: str
    anchor: str
    label: str
    count: int = 0  # what is open in it; said beside the label
    context: dict[str, Any] = field(default_factory=dict)


Maker = Callable[[HttpRequest, models.Model], Panel | None]
_makers: list[tuple[type[models.Model], Maker]] = []


def register(model: type[models.Model], maker: Maker) -> None:
    """Called by a room as it starts. A maker makes a fixed number of queries, and None where it has nothing to show."""
    _makers.append((model, maker))


def panels_of(request: HttpRequest, row: models.Model) -> list[Panel]:
    panels = [maker(request, row) for model, maker in _makers if isinstance(row, model)]
    return [panel for panel in panels if panel is not None]
