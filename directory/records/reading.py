"""One public initiative with all that its page shows, by statements that are put together once (`cards.prepared`)."""

from __future__ import annotations

from functools import cache

from django.db.models import F, prefetch_related_objects

from directory.cards.prepared import Statement, among, read
from directory.cards.telling import Listed
from initiatives.models import Audience, Initiative
from initiatives.pictures.models import Picture
from initiatives.public_texts import HIDDEN
from organisations.models import Person

OF_PERSONS = "initiatives_initiative_persons.initiative_id"
OF_AUDIENCES = "initiatives_initiative_audiences.initiative_id"


def public_initiative(pk: int) -> Initiative | None:
    """With `public_persons`, `current_pictures`, `public_sequels` and what a card shows; None where it is not public.

    Thirteen queries, three more for what it follows, and for what follows it.
    """
    row = next(iter(read([pk])), None)
    if row is None:
        return None
    attached = {name: statement.rows([pk]) for name, statement in _attached().items()}
    row.public_persons, row.current_pictures = attached["persons"], attached["pictures"]
    row._prefetched_objects_cache["audiences"] = Listed(attached["audiences"])
    row.public_sequels = attached["sequels"]
    if row.public_sequels:
        prefetch_related_objects(row.public_sequels, *HIDDEN)
    if row.follows_id is not None:
        row.follows = Initiative.objects.with_hidden().defer("search_vector").get(pk=row.follows_id)
    return row


@cache
def _attached() -> dict[str, Statement]:
    """In the order in which their managers give them."""
    persons = Person.objects.public().annotate(owner=F("initiatives"))
    pictures = Picture.objects.filter(is_current=True)
    sequels = Initiative.objects.published().defer("search_vector").order_by("pk")
    return {
        "persons": Statement.of(among(persons, OF_PERSONS)),
        "pictures": Statement.of(among(pictures, "initiatives_picture.initiative_id")),
        "sequels": Statement.of(among(sequels, "initiatives_initiative.follows_id")),
        "audiences": Statement.of(among(Audience.objects.annotate(owner=F("initiatives")), OF_AUDIENCES)),
    }
