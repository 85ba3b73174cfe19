"""Ways on from a search: what to drop, where else to look, which place was meant, how a word is spelt."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from communes.models import Area
from communes.text import sort_key
from initiatives.facets import Facet
from initiatives.filters import DirectoryFilter
from initiatives.places import TypedPlace, places_named
from initiatives.reasons import area_phrase
from initiatives.search import PLAIN_GRAMMAR
from initiatives.spelling import corrected
from initiatives.wording import counted, enumerated, typographic

NEIGHBOURS = 6


@dataclass
class Help:
    """What to do when nothing was found."""

    links: list[dict] = field(default_factory=list)
    is_dropping_enough: bool = True
    neighbours: list[dict] = field(default_factory=list)
    spelling: dict | None = None


def help_for_nothing(chosen: DirectoryFilter, counted_facets: list[Facet]) -> Help:
    """What dropping each filter would give, the neighbouring communes, the spelling. At most a dozen queries."""
    told = Help()
    for name in chosen.active_names:
        if n := chosen.narrowed(skip={name}).count():
            labels = enumerated([label for parameter, _, label in chosen.active if parameter == name])
            told.links.append(
                {"label": f"Sans {labels} ({counted(n, 'initiative')})", "url": directory_url(chosen, without=name)}
            )
    if not told.links and len(chosen.active_names) > 1:
        told.is_dropping_enough = False
        told.links = [_alone(chosen, name) for name in chosen.active_names]
        told.links = [link for link in told.links if link]
    if chosen.active:
        told.links.append({"label": "Voir toutes les initiatives", "url": reverse("initiatives:directory")})
    communes = next(facet for facet in counted_facets if facet.name == "commune").options
    groups = {option.group for option in communes if option.selected}
    told.neighbours = [
        {"label": f"{option.label} ({option.count})", "url": directory_url(chosen, commune=option.value)}
        for option in communes
        if option.group in groups and option.count and not option.selected
    ][:NEIGHBOURS]
    if chosen.values["q"] and (better := corrected(chosen.values["q"])):
        # With the other filters kept if that gives something, else the word alone.
        for query in dict.fromkeys([chosen.query(q=better), urlencode({"q": better})]):
            if n := DirectoryFilter(QueryDict(query)).narrowed().count():
                url = f"{reverse('initiatives:directory')}?{query}"
                told.spelling = {"text": better, "count": n, "url": url}
                break
    return told


def _alone(chosen: DirectoryFilter, name: str) -> dict | None:
    """One filter without the others, when it gives something."""
    n = chosen.narrowed(skip=set(chosen.active_names) - {name}).count()
    pairs = [(parameter, value) for parameter, value in chosen.parameters if parameter == name]
    labels = enumerated([label for parameter, _, label in chosen.active if parameter == name])
    url = f"{reverse('initiatives:directory')}?{urlencode(pairs)}"
    return {"label": f"Seulement {labels} ({counted(n, 'initiative')})", "url": url} if n else None


def choices(chosen: DirectoryFilter, typed: TypedPlace) -> list[dict]:
    near = [typed.nearest] if typed.nearest else []
    return [
        {"label": f"{commune} ({commune.insee})", "url": with_value(chosen, "commune", commune.pk)}
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


def also(chosen: DirectoryFilter) -> list[dict]:
    """Places named among the words, as filters to choose: words find names only, a filter finds what covers them."""
    if not chosen.values["q"] or chosen.values["commune"] or chosen.values["territoire"]:
        return []
    communes, areas = places_named(chosen.values["q"])
    links = [
        _in_place(chosen, f"ce qui concerne {typographic(commune.name)}", commune.sort_key, "commune", commune.pk)
        for commune in communes
    ] + [
        _in_place(chosen, f"ce qui se passe {area_phrase(area)}", area.sort_key, "territoire", area.slug)
        for area in areas
    ]
    return [link for link in links if link]


def _in_place(chosen: DirectoryFilter, label: str, key: str, name: str, value: str) -> dict | None:
    """The other words in the place, or the place alone when that gives nothing."""
    for query in dict.fromkeys(
        [chosen.query(q=_words_without(chosen, key), **{name: value}), urlencode({name: value})]
    ):
        narrowed = DirectoryFilter(QueryDict(query))
        if n := narrowed.narrowed().count():
            words = narrowed.values["q"].text
            about = f"« {words} » parmi {label}" if words else label
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
