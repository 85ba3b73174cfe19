"""Organisations, persons and contacts that may be one and the same.

Organisations: nearly the same name, and nothing that tells their places apart. Persons: the same name, accents and case
ignored. Contacts: one address written in two ways (www or not, http or https, a final stroke, capitals).
"""

from __future__ import annotations

from django.db.models.functions import Coalesce
from rapidfuzz import fuzz

from communes.models import Commune
from french.accents import sort_key
from french.nameless import is_nameless
from organisations.contacts import WEB_KINDS
from organisations.models import Contact, Organisation, Person

NEARLY = 86  # of 100; “Couturieres du Calaisis” and “Les couturières du Calaisis” reach 93
# Words that say what kind it is, not which one it is.
ORDINARY = {
    "association", "asso", "les", "le", "la", "l", "de", "du", "des", "d", "et", "societe", "sarl", "sas", "sa",
    "entreprise", "groupe", "commune", "ville", "mairie", "collectif",
}  # fmt: skip


def near_names(name: str, others: list[tuple[int, str]]) -> list[int]:
    """Keys of `others` (key, sort key) that have a name which is nearly `name`, best first."""
    wanted = telling_words(sort_key(name))
    scores: dict[int, float] = {}
    for key, other in others:
        scores[key] = max(scores.get(key, 0), fuzz.token_sort_ratio(wanted, telling_words(other)))
    return sorted((key for key, score in scores.items() if score >= NEARLY), key=lambda key: -scores[key])


def telling_words(key: str) -> str:
    """The words that tell a name apart; all of them when nothing is left that does: “bénévoles de la ville”."""
    telling = " ".join(word for word in key.split() if word not in ORDINARY)
    return telling if telling and not is_nameless(telling) else key


def probable_duplicates(*, name: str, seat: Commune | None, but: int | None = None) -> list[Organisation]:
    """At most five organisations that may be the one called `name`, seated in `seat` or in an unknown place.

    The name of one that was united with another tells that other. One query for the names: some hundreds of
    organisations make a territory.
    """
    named = Organisation.objects.with_page()
    rows = named.annotate(today=Coalesce("merged_into", "pk")).exclude(today=but)
    if seat:
        rows = rows.filter(seat=seat) | rows.filter(seat=None)
    keys = near_names(name, list(rows.values_list("today", "sort_key")))[:5]
    found = Organisation.objects.select_related("seat").in_bulk(keys)
    return [found[key] for key in keys]


def same_persons(person: Person) -> list[Person]:
    """At most five; one query for all names, some hundreds."""
    key = sort_key(person.name)
    rows = Person.objects.unmerged().exclude(pk=person.pk).only("name")
    return [one for one in rows.order_by("pk").iterator() if sort_key(one.name) == key][:5]


def same_contacts(contact: Contact) -> list[Contact]:
    """At most five; one query for those of its kind that hold the telling part of its address."""
    key = _bare(contact.value)
    if not key:
        return []
    kinds = WEB_KINDS if contact.kind in WEB_KINDS else [contact.kind]
    rows = Contact.objects.unmerged().filter(kind__in=kinds, value__icontains=key).exclude(pk=contact.pk)
    return [one for one in rows.order_by("pk") if _bare(one.value) == key][:5]


def _bare(value: str) -> str:
    """An address without what may be left out: “https://www.Meloko.fr/” is “meloko.fr”."""
    bare = value.strip().lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/")
