"""What people do for others: the initiatives of the directory, by theme, with who, where, for whom and how much."""

from initiatives.correcting.models import Correction
from initiatives.finding.models import SearchedText
from initiatives.models.attached import Coverage, Figure, Participation, Place, PlaceRole
from initiatives.models.initiative import Initiative, InitiativeQuerySet
from initiatives.models.vocabulary import Audience, Theme, entries_of
from initiatives.pictures.models import Picture, Rendition

__all__ = [
    "Audience",
    "Correction",
    "Coverage",
    "Figure",
    "Initiative",
    "InitiativeQuerySet",
    "Participation",
    "Picture",
    "Place",
    "PlaceRole",
    "Rendition",
    "SearchedText",
    "Theme",
    "entries_of",
]
