"""Pictures whose faces may be those of a person who is to be destroyed. Nobody but an officer can tell whose they are:
those of what names the person go."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from backoffice.pictures.models import Photograph
from bulletins.models import Bulletin, BulletinPicture, Edition
from bulletins.occulting.choice import Choice
from bulletins.occulting.clearing import Scope, scope_of
from bulletins.reading import entries_of
from bulletins.snapshots import Snapshot
from initiatives.models import Initiative, Picture
from organisations.appearances import Appearance, Row, link_to
from organisations.models import Person

OWNERS = {Picture: (Initiative, "initiative_id"), BulletinPicture: (Bulletin, "bulletin_id")}


def faces_of(persons: Collection[int], scope: Scope) -> list[Picture | BulletinPicture]:
    """Two queries."""
    return [
        row
        for model, (owner, key) in OWNERS.items()
        for row in model.objects.filter(faces=Photograph.Faces.AGREED).order_by("pk")
        if not scope.persons.get(owner, {}).get(getattr(row, key), set()).isdisjoint(persons)
    ]


def destroy_faces(choice: Choice, scope: Scope) -> set[str]:
    """Delete them with their files; the fingerprints by which editions name them."""
    rows = faces_of(choice.persons, scope)
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
    for picture in faces_of([row.pk], scope_of(None, list(Edition.objects.select_related("bulletin__series")))):
        owner = getattr(picture, OWNERS[type(picture)][1].removesuffix("_id"))
        yield Appearance("Image", str(picture), link_to(owner), f"avec des visages, de « {owner} »")
