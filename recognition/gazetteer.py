"""The places and themes that a recogniser may name, in tables made for reading texts."""

from __future__ import annotations

import copy
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from recognition.normalise import key

ARTICLES = frozenset({"le", "la", "les", "l"})


@dataclass(frozen=True, slots=True)
class Commune:
    """`is_ordinary_word`: the name is also a French word (Avion, Rivière): a text must give a clue."""

    insee: str
    name: str
    department: str
    population: int = 0
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()
    in_territory: bool = False
    is_ordinary_word: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """`kind`: customary, neighbourhood, epci, department, region. `code`: SIREN or official code, if any."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    code: str = ""
    communes: tuple[str, ...] = ()
    department: str = ""


@dataclass(frozen=True, slots=True)
class Theme:
    """`words` tell the theme by themselves, `near_words` only go with it (see `layout.theme_words` for their form);
    `headings` were printed above its initiatives."""

    slug: str
    name: str
    words: tuple[str, ...] = ()
    near_words: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Organisation:
    """One that has a name, with its other names and acronyms; `kind` as in the contract (association, culte…)."""

    name: str
    kind: str
    aliases: tuple[str, ...] = ()


class Names:
    """Things by name, found from the longest: “Le Touquet-Paris-Plage” before “Le Touquet”."""

    def __init__(self, named: Iterable[tuple[str, object]]) -> None:
        self.by_key: dict[str, list] = defaultdict(list)
        self.longest: dict[str, int] = defaultdict(int)
        for name, thing in named:
            words = key(name)
            if not words:
                continue
            if thing not in self.by_key[words]:
                self.by_key[words].append(thing)
            first, count = words.split(" ", 1)[0], words.count(" ") + 1
            self.longest[first] = max(self.longest[first], count)

    def starting_at(self, words: list[str], index: int) -> Iterable[tuple[int, list]]:
        """Each (number of words, things) whose name starts at `words[index]`, longest first."""
        limit = min(self.longest.get(words[index], 0), len(words) - index)
        for count in range(limit, 0, -1):
            found = self.by_key.get(" ".join(words[index : index + count]))
            if found:
                yield count, found


class Gazetteer:
    def __init__(
        self,
        *,
        communes: Iterable[Commune],
        areas: Iterable[Area] = (),
        themes: Iterable[Theme] = (),
        departments: Iterable[tuple[str, str]] = (),
        neighbours: Mapping[str, Iterable[str]] | None = None,
        organisations: Iterable[Organisation] = (),
    ) -> None:
        """`departments` are (code, name) pairs: they tell which department a document speaks of.

        `neighbours` are the codes of the departments that touch each: a small commune there may be named too.
        `organisations` are those of the directory: a text that names one is told of it, announced or not.
        """
        self.communes = tuple(communes)
        self.areas = tuple(areas)
        self.themes = tuple(themes)
        self.departments = tuple(departments)
        self.neighbours = {code: frozenset(others) for code, others in (neighbours or {}).items()}
        self.organisations = tuple(organisations)
        # The gazetteer that this one was made from: what is heavy and the same for all.
        self.official = self

    def with_organisations(self, organisations: Iterable[Organisation]) -> Gazetteer:
        """The same places and tables, with these organisations: they change with each record, the places hardly."""
        made = copy.copy(self.with_tables())
        made.organisations = tuple(organisations)
        made.__dict__.pop("organisation_names", None)
        return made

    def with_themes(self, themes: tuple[Theme, ...]) -> Gazetteer:
        """The same places with other themes; the tables of places are shared."""
        if themes == self.themes:
            return self
        other = copy.copy(self)
        other.themes = themes
        return other

    def with_tables(self) -> Gazetteer:
        """Itself, with all tables built: for whoever hands it to another process."""
        for table in (
            *("territory", "by_insee", "commune_names", "area_names", "organisation_names", "demonyms"),
            "short_names",
        ):
            getattr(self, table)
        for department in self.territory:
            self.spelling_neighbours(department)
        return self

    @cached_property
    def territory(self) -> frozenset[str]:
        return frozenset(commune.department for commune in self.communes if commune.in_territory)

    @cached_property
    def by_insee(self) -> dict[str, Commune]:
        return {commune.insee: commune for commune in self.communes}

    @cached_property
    def commune_names(self) -> Names:
        """Names as printed, and without their article: “du Touquet”, “aux Attaques” (see `places.has_article_clue`)."""
        return Names(
            (form, commune)
            for commune in self.communes
            for name in (commune.name, *commune.aliases)
            for form in forms(name)
        )

    @cached_property
    def area_names(self) -> Names:
        return Names((name, area) for area in self.areas for name in (area.name, *area.aliases))

    @cached_property
    def organisation_names(self) -> Names:
        return spellings(self.organisations)

    @cached_property
    def demonyms(self) -> dict[str, Commune]:
        """“calaisiennes” gives Calais: feminine and plural forms included."""
        table = {}
        for commune in self.communes:
            for demonym in commune.demonyms:
                word = key(demonym).replace(" ", "-")
                table[word] = commune
                table[word if word.endswith("s") else word + "s"] = commune
        return table

    @cached_property
    def short_names(self) -> dict[str, list[Commune]]:
        """“Boulogne” for Boulogne-sur-Mer: the word before sur, sous, la, le, les, en, lès; the most peopled first."""
        table: dict[str, list[Commune]] = defaultdict(list)
        for commune in self.communes:
            head = re.match(
                r"(?:l[ae]s? |l )?(.+?) (?:sur|sous|la|le|les|lez|en|au|aux|de|du|paris)\b", key(commune.name)
            )
            if head and len(head[1]) >= 4:
                table[head[1]].append(commune)
        for communes in table.values():
            communes.sort(key=lambda commune: -commune.population)
        return table

    def spelling_neighbours(self, department: str) -> dict[str, set[str]]:
        """Names of a department by their spellings with one letter left out (for one-letter slips)."""
        if department not in self._neighbours:
            table: dict[str, set[str]] = defaultdict(set)
            for commune in self.communes:
                if commune.department == department:
                    for name in (commune.name, *commune.aliases):
                        for spelling in shortened(key(name)):
                            table[spelling].add(commune.insee)
            self._neighbours[department] = table
        return self._neighbours[department]

    @cached_property
    def _neighbours(self) -> dict[str, dict[str, set[str]]]:
        return {}


def forms(name: str) -> list[str]:
    """“Le Portel” gives itself and “Portel”."""
    words = key(name).split(" ")
    return [name, " ".join(words[1:])] if words[0] in ARTICLES and len(words) > 1 else [name]


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to write an organisation."""

    text: str
    organisation: Organisation


def spellings(organisations: Iterable[Organisation]) -> Names:
    """Each name and other name; “Les Restos du cœur” is found after “aux” too."""
    return Names(
        (form, Spelling(form, one))
        for one in organisations
        for name in (one.name, *one.aliases)
        for form in (name, re.sub(r"^(?:Les? |La |L['’])(?=[A-ZÀ-Þ])", "", name))
    )


def shortened(spelling: str) -> set[str]:
    """The spelling itself and each with one letter left out."""
    return {spelling} | {spelling[:i] + spelling[i + 1 :] for i in range(len(spelling))}
