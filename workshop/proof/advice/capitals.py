"""Texts that shout, with the words that one click puts in sentence case: names that the directory knows stay names."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Mend, Problem
from bulletins.checks.texts import Text
from communes.models import Area, Commune, CommuneAlias
from french.accents import sort_key
from french.capitals import calmed, names_in, shouted
from organisations.models import Organisation, Person

ARTICLES = ("le", "les")
MOST_PERSONS = 5_000


def in_capitals(texts: list[Text]) -> Iterator[tuple[Text, Problem]]:
    """Each text that shouts, with its mend. No query when none does, five otherwise."""
    loud = [text for text in texts if shouted(text.printed)]
    if not loud:
        return
    wanted = set().union(*(names_in(text.written) for text in loud))
    places = _places(wanted)
    names = places | _others(wanted)
    # “Le CCAS” elsewhere in the bulletin, or in the name of an organisation, tells that CCAS keeps its capitals.
    acronyms = {
        word for words in (*_quiet_words(texts, loud), *names.values()) for word in words.split() if _is_acronym(word)
    }
    for text in loud:
        message = (
            f"{text.what} crie «\u00a0{shouted(text.printed)}\u00a0»\u00a0: écrivez en minuscules, avec les accents."
        )
        mended = calmed(text.written, names, acronyms=acronyms, places=places)
        mend = Mend("capitales", "Écrire en minuscules", text.written, mended) if mended != text.written else None
        yield text, Problem(message, is_blocking=False, mend=mend)


def _places(wanted: set[str]) -> dict[str, str]:
    """Communes of the territory, their other names, areas: three queries."""
    # “AU PORTEL” is Le Portel.
    contracted = {f"{article} {key}" for key in wanted for article in ARTICLES}
    found = Commune.objects.filter(in_territory=True, sort_key__in=wanted | contracted).values_list("sort_key", "name")
    communes = {key: name for key, name in found if key in wanted}
    communes |= {key.partition(" ")[2]: name.partition(" ")[2] for key, name in found if key in contracted}
    aliases = CommuneAlias.objects.filter(commune__in_territory=True, sort_key__in=wanted)
    areas = Area.objects.filter(sort_key__in=wanted).values_list("sort_key", "name")
    return {**dict(areas), **dict(aliases.values_list("sort_key", "name")), **communes}


def _others(wanted: set[str]) -> dict[str, str]:
    """Organisations that have a name, and persons: two queries."""
    organisations = Organisation.objects.filter(is_nameless=False, sort_key__in=wanted)
    names = dict(organisations.values_list("sort_key", "name"))
    # Persons have no key of their own; those that may be named here are few.
    persons = {sort_key(name): name for name in Person.objects.values_list("name", flat=True).distinct()[:MOST_PERSONS]}
    return names | {key: name for key, name in persons.items() if key in wanted}


def _quiet_words(texts: list[Text], loud: list[Text]) -> Iterator[str]:
    yield from (text.written for text in texts if text not in loud)


def _is_acronym(word: str) -> bool:
    letters = word.strip(".,;:()«»")
    return letters.isupper() and letters.isalpha() and 2 <= len(letters) <= 8
