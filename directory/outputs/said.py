"""What an initiative says to the public, each part made once however many columns and forms print it."""

from __future__ import annotations

from functools import cached_property

from django.db.models import Prefetch, QuerySet

from directory.citations import with_citations, with_told_on
from french.richtext import plain_text
from french.wording import NBSP
from initiatives.figures import FigureLine, public_lines
from initiatives.freshness import freshness, with_known_on
from initiatives.models import Coverage, Figure, Initiative, Participation, Place, Theme
from initiatives.public_texts import public_contacts
from organisations.contacts import WEB_KINDS
from organisations.models import Contact, Organisation


def with_said(initiatives: QuerySet[Initiative]) -> QuerySet[Initiative]:
    """All that a `Said` reads, in a fixed number of queries whatever the number of rows.

    What `with_cards` reads, as lists: of a relation that is read through its manager, Django makes a queryset for each
    row, which costs as much as all that is said of it.
    """
    return (
        with_citations(with_known_on(with_told_on(initiatives)))
        .with_hidden()
        .select_related("theme")
        .defer("search_vector")
        .prefetch_related(
            Prefetch("participations", Participation.objects.select_related("organisation"), to_attr="said_parts"),
            Prefetch("places", Place.objects.select_related("commune"), to_attr="said_places"),
            Prefetch("coverages", Coverage.objects.select_related("area"), to_attr="said_coverages"),
            Prefetch("figures", to_attr="said_figures"),
            Prefetch("audiences", to_attr="said_audiences"),
            public_contacts(),
        )
    )


class Said:
    """Of a row of `with_said`, as it stands: what is written into the row later is not read."""

    def __init__(self, row: Initiative) -> None:
        self.row = row
        self.pk: int = row.pk
        self.theme: Theme = row.theme
        self.parts: list[Participation] = row.said_parts
        self.places: list[Place] = row.said_places
        self.coverages: list[Coverage] = row.said_coverages
        self.figures: list[Figure] = row.said_figures
        self.contacts: list[tuple[Contact, str]] = [(contact, reached(contact)) for contact in row.public_contacts]

    @cached_property
    def public_title(self) -> str:
        return self.row.public_title

    @cached_property
    def public_text(self) -> str:
        return plain_text(self.row.public_summary)

    @cached_property
    def lines(self) -> list[FigureLine]:
        return public_lines(self.row, self.figures)

    @cached_property
    def names(self) -> dict[Organisation, str]:
        """Of all that take part, in their order."""
        return {one: self.row.public_name(one) for one in dict.fromkeys(part.organisation for part in self.parts)}

    @cached_property
    def acting(self) -> list[Organisation]:
        """Who acts or helps, once each."""
        beneficiary = Participation.Role.BENEFICIARY
        return list(dict.fromkeys(part.organisation for part in self.parts if part.role != beneficiary))

    @cached_property
    def path(self) -> str:
        return self.row.get_absolute_url()

    @cached_property
    def state(self) -> str:
        return freshness(self.row).state

    @cached_property
    def bulletins(self) -> list[str]:
        return [citation.bulletin.reference for citation in self.row.public_citations]


def reached(contact: Contact) -> str:
    """A whole address for what stands on the web; else what is dialled, written to or said, in plain spaces."""
    return contact.value if contact.kind in WEB_KINDS else contact.printed.replace(NBSP, " ")
