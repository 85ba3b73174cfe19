"""Ways on from a search: what to drop, where else to look, which place was meant, how a word is spelt."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from communes.distance import kilometres
from communes.models import Area, Commune
from directory.finding.facets import Facet
from directory.finding.filters import DirectoryFilter
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.ground import Part
from directory.finding.places import TypedPlace, elsewhere
from directory.finding.reasons import area_phrase
from directory.finding.spelling import commune_meant, corrected
from french.accents import sort_key
from french.wording import NBSP, counted, enumerated, typographic

NEIGHBOURS = 6
NEAR = 30  # kilometres that one goes for help
PLACES = frozenset(["commune", "territoire"])
DATES = {"depuis": "la date de début", "jusqua": "la date de fin"}


@dataclass
class Help:
    """What to do when nothing was found."""

    criteria: int = 0
    total: int = 0  # initiatives without any filter
    links: list[dict] = field(default_factory=list)
    is_dropping_enough: bool = True
    neighbours: list[dict] = field(default_factory=list)
    spelling: dict | None = None
    commune: dict | None = None  # that the words misspell


def help_for_nothing(chosen: DirectoryFilter, counted_facets: list[Facet]) -> Help:
    """What dropping each filter would give, the neighbouring communes, the spelling. At most a dozen queries."""
    names = chosen.active_names
    told = Help(criteria=len(chosen.active), total=chosen.count(skip=names))
    if len(names) > 1:
        told.links = [link for name in names if (link := _without(chosen, name))]
        if not told.links:
            told.is_dropping_enough = False
            told.links = [link for name in names if (link := _alone(chosen, name))]
    told.neighbours = _neighbours(chosen, counted_facets)
    if chosen.values["q"]:
        told.spelling, told.commune = _spelling(chosen), _misspelt_commune(chosen)
        if told.spelling and told.commune and sort_key(told.spelling["text"]) == told.commune["key"]:
            told.spelling = None  # the filter finds all that the name finds, and what covers the commune
    return told


def _neighbours(chosen: DirectoryFilter, counted_facets: list[Facet]) -> list[dict]:
    """The intercommunalities of the chosen communes, then the nearest ones, where the other filters find something."""
    wanted = list(chosen.values["commune"].rows.values())
    if not wanted:
        return []
    epcis = list(Area.objects.filter(pk__in={commune.epci_id for commune in wanted}))
    links = [
        {
            "label": f"Voir {area_phrase(area)} ({n})",
            "url": directory_url(chosen, without="commune", territoire=area.slug),
        }
        for area in epcis
        if (n := _count(chosen, chosen.query(without="commune", territoire=area.slug)))
    ]
    options = next(facet for facet in counted_facets if facet.name == "commune").options
    found = {option.value: option for option in options if option.count and not option.selected}
    near = []
    for commune in Commune.objects.filter(pk__in=found):
        away = kilometres(wanted[0], commune)
        if (away is not None and away <= NEAR) or (away is None and commune.epci_id in {area.pk for area in epcis}):
            near.append((away is None, away or 0, found[commune.pk]))
    near.sort(key=lambda one: (*one[:2], one[2].label))
    for is_unknown, away, option in near[:NEIGHBOURS]:
        where = "" if is_unknown else f", à {max(1, round(away))}{NBSP}km"
        label = f"{option.label}{where} ({option.count})"
        links.append({"label": label, "url": directory_url(chosen, commune=option.value)})
    return links


def _spelling(chosen: DirectoryFilter) -> dict | None:
    better = corrected(chosen.values["q"])
    if not better:
        return None
    # With the other filters kept if that gives something, else the word alone.
    for query in dict.fromkeys([chosen.query(q=better), urlencode({"q": better})]):
        if n := _count(chosen, query):
            return {"text": better, "count": n, "url": f"{reverse('initiatives:directory')}?{query}"}
    return None


def _misspelt_commune(chosen: DirectoryFilter) -> dict | None:
    """The commune that the words misspell, as a filter: with the other words, or alone."""
    if chosen.values["commune"] or chosen.values["territoire"] or not (meant := commune_meant(chosen.values["q"])):
        return None
    typed, commune = meant
    name = typographic(commune.name)
    alone = {"label": name, "url": f"{reverse('initiatives:directory')}?{urlencode({'commune': commune.pk})}"}
    link = _in_place(chosen, name, sort_key(typed), "commune", commune.pk) or alone
    return {"key": commune.sort_key, **link}


def _count(chosen: DirectoryFilter, query: str) -> int:
    return chosen.other(query).count()


def _without(chosen: DirectoryFilter, name: str) -> dict | None:
    n = chosen.count(skip={name})
    label = f"Sans {_criterion(chosen, name)} ({counted(n, 'initiative')})"
    return {"label": label, "url": directory_url(chosen, without=name)} if n else None


def _criterion(chosen: DirectoryFilter, name: str) -> str:
    """“Arras et Lens”, “« masques »”; a day alone would not say what it bounds."""
    if name in DATES:
        return DATES[name]
    return enumerated([label for parameter, _, label in chosen.active if parameter == name])


def _alone(chosen: DirectoryFilter, name: str) -> dict | None:
    """One filter without the others, when it gives something."""
    n = chosen.count(skip=set(chosen.active_names) - {name})
    pairs = [(parameter, value) for parameter, value in chosen.parameters if parameter == name]
    url = f"{reverse('initiatives:directory')}?{urlencode(pairs)}"
    return {"label": f"Seulement {_criterion(chosen, name)} ({counted(n, 'initiative')})", "url": url} if n else None


def choices(chosen: DirectoryFilter, typed: TypedPlace) -> list[dict]:
    near = [typed.nearest] if typed.nearest else []
    return [
        {
            "label": f"{typographic(str(commune))} ({', '.join(commune.postal_codes) or commune.insee})",
            "url": with_value(chosen, "commune", commune.pk),
        }
        for commune in typed.communes + near
    ] + [
        {
            "label": _named_with_kind(area),
            "url": with_value(chosen, "territoire", area.slug),
        }
        for area in typed.areas
    ]


def _named_with_kind(area: Area) -> str:
    """“Audomarois (secteur d’usage)”; “arrondissement de Saint-Omer” says its kind already."""
    name, kind = typographic(area.name), area.get_kind_display()
    return name if name.startswith(kind) else f"{name} ({kind})"


@dataclass
class Understood:
    """How the words were taken, and the ways back."""

    names: list[dict] = field(default_factory=list)  # places, kinds, bulletins: label, filter, the mere word
    corrected: dict | None = None
    has: list[str] = field(default_factory=list)
    missed: list[str] = field(default_factory=list)
    is_partial: bool = False
    outside: list[str] = field(default_factory=list)  # communes elsewhere in France: “Lille (Nord)”
    is_far: bool = False  # nothing of it at the place: what is nearest comes first

    def __bool__(self) -> bool:
        return bool(self.names or self.corrected or self.is_partial or self.outside)


def understood(chosen: DirectoryFilter) -> Understood:
    """What the reading of the words did beyond looking for each of them."""
    reading = chosen.reading
    places = {part.text for part in reading.parts if part.meant}
    told = Understood(
        has=reading.has,
        missed=[word for word in reading.missed if word not in places],
        is_partial=reading.is_partial,
        is_far=bool(places & set(reading.missed)),
        outside=[named for part in reading.parts if not part.meant and (named := _outside(chosen, part))],
    )
    for part in reading.parts:
        if meant := part.meant:
            told.names.append(
                {
                    "label": meant.label,
                    "word": part.text,
                    "is_missed": part.text in reading.missed,
                    "is_place": meant.parameter in PLACES,
                    "as_word": directory_url(chosen, q=reading.quoted(meant)),
                    "as_filter": directory_url(
                        chosen,
                        q="" if part.text in reading.missed else reading.without(meant),
                        **{meant.parameter: meant.values},
                    ),
                }
            )
    if reading.typed:
        as_typed = " ".join(word if word.startswith(("-", '"')) else f'"{word}"' for word in chosen.values["q"].typed)
        told.corrected = {
            "text": reading.words.text,
            "typed": reading.typed,
            "as_typed": directory_url(chosen, q=as_typed),
        }
    return told


def _outside(chosen: DirectoryFilter, part: Part) -> str:
    """The commune elsewhere that a lone word names, unless some text of the directory holds the word."""
    is_lone = part.group is not None and len(part.group.terms) == 1 and part.group.terms[0].is_plain
    named = elsewhere(part.text) if is_lone else ""
    return named if named and not chosen.ground.exists([part]) else ""


def _in_place(chosen: DirectoryFilter, label: str, key: str, name: str, value: str) -> dict | None:
    """The other words in the place, or the place alone when that gives nothing."""
    for query in dict.fromkeys(
        [chosen.query(q=_words_without(chosen, key), **{name: value}), urlencode({name: value})]
    ):
        narrowed = chosen.other(query)
        if n := narrowed.count():
            words = narrowed.values["q"].text
            about = f"« {words} » parmi {label}" if words else label
            return {"label": f"{about} ({n})", "url": f"{reverse('initiatives:directory')}?{query}"}
    return None


def _words_without(chosen: DirectoryFilter, key: str) -> str:
    """The words searched, less those of the place's name."""
    named = set(key.split()) | PLAIN_GRAMMAR
    return " ".join(word for word in chosen.values["q"].text.split() if not named.issuperset(sort_key(word).split()))


def with_value(chosen: DirectoryFilter, name: str, value: str) -> str:
    """The same search with one more value of a filter."""
    pairs = QueryDict(chosen.query(), mutable=True)
    if value not in pairs.getlist(name):
        pairs.appendlist(name, value)
    return f"{reverse('initiatives:directory')}?{pairs.urlencode()}"


def directory_url(chosen: DirectoryFilter, **changes) -> str:
    query = chosen.query(**changes)
    return reverse("initiatives:directory") + (f"?{query}" if query else "")
