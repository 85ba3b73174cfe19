"""Numbered bulletins: composed by editors, numbered and frozen at publication."""

from bulletins.models.bulletin import Bulletin, BulletinLink, BulletinQuerySet, Entry, Section
from bulletins.models.edition import Citation, Edition, EditionQuerySet
from bulletins.models.keeper import Keeper
from bulletins.models.schedule import Schedule, ScheduleQuerySet
from bulletins.models.series import Series
from bulletins.pictures.models import BulletinPicture, BulletinRendition

__all__ = [
    "Bulletin",
    "BulletinLink",
    "BulletinPicture",
    "BulletinQuerySet",
    "BulletinRendition",
    "Citation",
    "Edition",
    "EditionQuerySet",
    "Entry",
    "Keeper",
    "Schedule",
    "ScheduleQuerySet",
    "Section",
    "Series",
]
