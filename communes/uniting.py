"""Two customary areas that are one. Official ones come from the official lists and are never united."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from backoffice.models import Union
from backoffice.records.contents import Shape
from backoffice.records.uniting import Moved, NotUnitable, unite
from communes.models import Area, AreaAlias
from french.accents import sort_key
from french.wording import counted, enumerated

SHAPE = Shape(Area)


def merge_areas(
    *, kept: Area, gone: Area, by: AbstractBaseUser, taken: Iterable[str] = (), refused: Iterable[str] = ()
) -> Union:
    """Unite an area with the one that is kept, which has the communes of both and answers to both names."""
    if {kept.kind, gone.kind} != {Area.Kind.CUSTOMARY}:
        raise NotUnitable(
            "Seuls deux secteurs d’usage se réunissent : une intercommunalité, même de nom semblable, est autre chose."
        )
    moved = Moved()
    with transaction.atomic():
        if sort_key(gone.name) != sort_key(kept.name) and "name" not in taken:
            alias, is_new = AreaAlias.objects.get_or_create(
                area=kept, sort_key=sort_key(gone.name), defaults={"name": gone.name}
            )
            if is_new:
                moved.note_made(alias)
        return unite(shape=SHAPE, kept=kept, gone=gone, by=by, taken=taken, refused=refused, moved=moved)


def other_areas(area: Area) -> models.QuerySet:
    return Area.objects.filter(kind=Area.Kind.CUSTOMARY) if area.kind == Area.Kind.CUSTOMARY else Area.objects.none()


def uses_of_area(area: Area) -> str:
    """“3 initiatives et 12 communes”; empty for none. Initiatives are in a room above: found by their lines."""
    numbers = (
        (area.coverages.values("initiative").distinct().count(), "initiative"),
        (area.communes.count(), "commune"),
    )
    return enumerated([counted(number, noun) for number, noun in numbers if number])
