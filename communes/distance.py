"""How far communes are from each other: the earth taken as flat around the one that is asked about, to sort by."""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, hypot, radians

from django.db.models import Case, F, FloatField, Value, When
from django.db.models.functions import Cast

from communes.models import Commune

KILOMETRES = 111.2  # of a degree of latitude


def kilometres(one: Commune, other: Commune) -> float | None:
    """As the crow flies; None where a place is unknown. Good to one per cent within a département."""
    if None in (one.latitude, other.latitude):
        return None
    north = float(other.latitude) - float(one.latitude)
    east = (float(other.longitude) - float(one.longitude)) * cos(radians(float(one.latitude)))
    return KILOMETRES * hypot(north, east)


def near_by(place: Commune | None, among: Iterable[Commune], away: float) -> tuple[str, ...]:
    """INSEE codes of the communes at most so many kilometres away; none where the place is unknown."""
    if place is None:
        return ()
    return tuple(one.pk for one in among if (far := kilometres(place, one)) is not None and far <= away)


def squared_degrees(to: Commune, prefix: str = "") -> Case:
    """The same for the database, squared; `prefix` leads to the commune (`commune__`). NULL where its place is unknown.

    That of `to` must be known.
    """
    latitude, longitude = float(to.latitude), float(to.longitude)
    north = Cast(F(f"{prefix}latitude"), FloatField()) - Value(latitude)
    east = (Cast(F(f"{prefix}longitude"), FloatField()) - Value(longitude)) * Value(cos(radians(latitude)))
    return Case(
        When(**{f"{prefix}latitude__isnull": False}, then=north * north + east * east), output_field=FloatField()
    )
