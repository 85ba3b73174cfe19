"""One public initiative with all that its page shows, by statements that are put together once (`cards.prepared`)."""

from __future__ import annotations

from functools import cache

from django.db.models import F, prefetch_related_objects

from backoffice.statements.planned import among
from directory.cards.prepared import OF_PERSONS, Together, card_rows
from initiatives.models import Audience, Initiative
from initiatives.pictures.models import Picture
from initiatives.public_texts import HIDDEN
from organisations.models import Person

OF_AUDIENCES = "initiatives_initiative_audiences.initiative_id"


def public_initiative(pk: int) -> Initiative | None:
    """With `public_persons`, `current_pictures`, `public_sequels` and what a card shows; None where it is not public.

    One query, three more for what it follows, and for what follows it.
    """
    row = next(iter(_page().initiatives([pk])), None)
    if row is None:
        return None
    if row.public_sequels:
        prefetch_related_objects(row.public_sequels, *HIDDEN)
    if row.follows_id is not None:
        row.follows = Initiative.objects.with_hidden().defer("search_vector").get(pk=row.follows_id)
    return row


@cache
def _page() -> Together:
    """In the order in which their managers give them."""
    persons = Person.objects.public().annotate(owner=F("initiatives"))
    pictures = Picture.objects.filter(is_current=True).annotate(owner=F("initiative_id"))
    sequels = Initiative.objects.published().defer("search_vector").order_by("pk").annotate(owner=F("follows_id"))
    return Together.of(
        {
            **card_rows(),
            "public_persons": among(persons, OF_PERSONS),
            "current_pictures": among(pictures, "initiatives_picture.initiative_id"),
            "public_sequels": among(sequels, "initiatives_initiative.follows_id"),
            "audiences": among(Audience.objects.annotate(owner=F("initiatives")), OF_AUDIENCES),
        }
    )
