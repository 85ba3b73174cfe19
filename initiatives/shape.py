"""What of an initiative is written by people, and can so be proposed, compared and brought back."""

from __future__ import annotations

from backoffice.records.contents import Part, Shape
from initiatives.models import Coverage, Figure, Initiative, Participation, Place

SHAPE = Shape(
    Initiative,
    but=("slug", "status"),  # the one is made from the title, the other changes by acts
    parts=(
        Part(Participation, "initiative", "Organisations"),
        Part(Place, "initiative", "Communes"),
        Part(Coverage, "initiative", "Territoires"),
        Part(Figure, "initiative", "Chiffres"),
    ),
)
