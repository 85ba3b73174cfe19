"""One commune and whom to call there, by statements that are put together once (`cards.prepared`)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.db import router
from django.db.models import Exists, F, OuterRef

from backoffice.statements.planned import among
from communes.models import Commune
from directory.cards.prepared import Together, by_owner
from initiatives.models import Participation
from organisations.models import Contact, Organisation, OrganisationQuerySet

OF_ORGANISATIONS = "organisations_organisation_contacts.organisation_id"


def commune_and_seated(insee: str, most: int) -> tuple[Commune | None, list[int]]:
    """With its EPCI and its arrondissement; and the keys of the organisations that sit there and can be reached, the
    same ones each time where there are more than so many. One query."""
    using, asked = router.db_for_read(Commune), _commune(most)
    told = asked.told(using, [insee])
    row = next(iter(asked.statements["commune"].rows(told["commune"], using)), None)
    return row, [key for (key,) in asked.statements["seated"].values(told["seated"])]


def reachable(keys: Sequence[int]) -> list[Organisation]:
    """Those of them that sit somewhere, act in something public and have public contacts, with these as
    `public_contacts`; by name. One query."""
    using, asked = router.db_for_read(Organisation), _organisations()
    told = asked.told(using, keys)
    rows = asked.statements["organisations"].rows(told["organisations"], using)
    contacts = by_owner(asked.statements["contacts"].rows(told["contacts"], using))
    for row in rows:
        row.public_contacts = contacts[row.pk]
    return rows


def _reachable() -> OrganisationQuerySet:
    active = Participation.objects.filter(organisation=OuterRef("pk"), initiative__status="published")
    contacts = Contact.objects.public().order_by().filter(organisations=OuterRef("pk"))
    return Organisation.objects.filter(Exists(active), Exists(contacts))


@cache
def _commune(most: int) -> Together:
    """Of a large town some are found at once, in a small one all are looked at: one plan would not serve both."""
    # Cut before they are sorted by name: in a big town there are thousands.
    seated = among(_reachable(), "organisations_organisation.seat_id").order_by("pk").values_list("pk")[:most]
    commune = among(Commune.objects.select_related("epci", "arrondissement"), "communes_commune.insee")
    return Together.of({"commune": commune, "seated": seated}, is_planned_once=False)


@cache
def _organisations() -> Together:
    contacts = among(Contact.objects.public().annotate(owner=F("organisations")), OF_ORGANISATIONS)
    return Together.of({"organisations": among(_reachable(), "organisations_organisation.id"), "contacts": contacts})
