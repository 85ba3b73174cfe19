"""Pictures whose faces may be those of a person who is to be destroyed. Nobody but an officer can tell whose they are:
those of what names the person go."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from backoffice.pictures.models import Photograph
from bulletins.models import BulletinPicture
from bulletins.occulting.choice import Choice
from bulletins.reading import entries_of
from bulletins.snapshots import Snapshot
from initiatives.models import Picture
from organisations.appearances import Appearance, Row, link_to
from organisations.models import Person


def faces_of(persons: Iterable[int]) -> list[Picture | BulletinPicture]:
    """Of the initiatives that the persons are attached to, and of the bulletins that cite these or named the persons
    when they came out. Two queries; none without a person."""
    persons = list(persons)
    if not persons:
        return []
    agreed = Photograph.Faces.AGREED
    own = Picture.objects.filter(faces=agreed, initiative__persons__in=persons)
    named = Q(bulletin__sections__entries__initiative__persons__in=persons)
    for pk in persons:
        told = {"sections": [{"entries": [{"persons": [{"id": pk}]}]}]}
        named |= Q(bulletin__editions__snapshot__contains=told)
    heads = BulletinPicture.objects.filter(named, faces=agreed).select_related("bulletin")
    own = own.select_related("initiative").defer("initiative__search_vector")
    return [*own.order_by("pk").distinct(), *heads.order_by("pk").distinct()]


def destroy_faces(choice: Choice) -> set[str]:
    """Delete them with their files; the fingerprints by which editions name them."""
    rows = faces_of(choice.persons)
    for row in rows:
        row.delete()
    return {row.sha256 for row in rows}


def shows(snapshot: Snapshot, pictures: set[str]) -> bool:
    told = [snapshot, *entries_of(snapshot)]
    return any(one["picture"]["sha256"] in pictures for one in told if "picture" in one)


def in_pictures(row: Row) -> Iterable[Appearance]:
    """Where a person may be seen; a contact never is."""
    if not isinstance(row, Person):
        return
    for picture in faces_of([row.pk]):
        owner = picture.initiative if isinstance(picture, Picture) else picture.bulletin
        yield Appearance("Image", str(picture), link_to(owner), f"avec des visages, de « {owner} »")
