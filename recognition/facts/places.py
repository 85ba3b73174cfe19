"""Communes of a passage, and the part each plays.

À Harnes, l’entreprise… · la ville de Marck · située à Auchel       acts
des masques livrés à l’Ehpad de Marck · aux habitants de Guemps     benefits
près de Béthune · rue de Lens                                       landmark
pays de Saint-Omer · académie de Lille · Les Jardins du Louvre-Lens nothing: a name inside another name
du Touquet · Annay-sous-Lens · Hénin-Baumont · Boulogne             articles, suffixes, slips, short names
Acq : … · (Bus) · Contes, Marquise et Vimy                          short names and words, where a place is expected
À Crécy-en-Ponthieu, … · Doullens : …                               communes of the departments next door
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from french.first_names import FIRST_NAMES
from recognition.facts.roles import role_of
from recognition.facts.words import Words, opens_sentence, words_of
from recognition.gazetteer import ARTICLES, Commune, Gazetteer, shortened
from recognition.normalise import Source, key, word_set
from recognition.proposal import Level, ProposedCommune, Remark, Role, Span
from recognition.vocabulary import pattern, rows

# What may stand before a place: it is asked of names that are also words, of slips and of places outside.
BEFORE_PLACE = re.compile(
    r"(?:\b(?:a|de|sur|vers|pour|entre|et|ou|a la|de la|communes? d[eu]s?|villes? d[eu]s?|mairies? d[eu]s?|cote)"
    r"|\bd'|\ba l'|,) ?$"
)
PLACE_FIELD = re.compile(r"\b(?:ou ?\?|lieux?|communes?|villes?|secteurs?|localites?) ?:? ?$")
HEADS_LINE = re.compile(r" ?(?:[:–—|]|- )|\n|$|(?:, | et |\. )[A-Z]")
BEFORE_WITH_ARTICLE = re.compile(r"\b(?:au|aux|du|des) ?$")
LOCATIVE = re.compile(r"(?:\b(?:a|de|depuis|vers|pour)|\bd') ?$")
STRONG_LOCATIVE = re.compile(
    r"(?:\b(?:(?:commune|ville|mairie|villes|communes|municipalite|habitants?|hopital|chu?|maire|base|basee?s?"
    r"|situee?s?|installee?s?|implantee?s?|hospitalier(?:e)?|venue?s?)(?: \w+)?"
    r" (?:de|a)|a)|\b(?:commune|ville|mairie|hopital|chu?|maire|habitants?) d') ?$"
)
IN_A_LIST = re.compile(r"(?:,| et| ou|, et) (?:a |de |d')?(?:la |l')?")
DEMONYM = re.compile(r"(?<![a-z-])[a-z-]{3,30}(?:ois|oise|oises|ien|iens|ienne|iennes)\b")
ACTING_PEOPLE = re.compile(
    r"\b(?:entreprises?|societes?|associations?|commercants?|artisans?|restaurateurs?|couturieres?|collectifs?"
    r"|clubs?|habitante?s?)"
    r" (?:\w+ )?$"
)
# “la quincaillerie Bomy”, “le garage Lens”: a name right behind a trade is that of the house.
TRADE_BEFORE = re.compile(
    rf"\b(?:{'|'.join(pattern(row['forms']) for row in rows('nouns.csv') if row['kind'] == 'entreprise')}) $"
)
# Of a commune, with room for a slip. Each letter more is one more spelling to look up.
LONGEST_NAME = 50
# Names below this length are those of many other things.
SHORT_NAME = 6
# How far a list is followed that opens with words.
LONGEST_LIST = 8
LIST_WORDS = word_set("et ou a au aux de du des d")
LIST_JOINT = re.compile(r"(?:, (?:et )?| (?:et|ou) )(?:a |de |d'|aux? |du |des )?")
LEAST_OUTSIDE = 2_000
LEAST_OUTSIDE_AFTER_DE = 20_000


@dataclass(frozen=True, slots=True)
class Found:
    commune: Commune
    span: Span
    confidence: float
    remark: str = ""


class PlaceFinder:
    """Finds communes with the document's own departments (`home`) first."""

    def __init__(self, source: Source, gazetteer: Gazetteer, home: frozenset[str]) -> None:
        self.source, self.gazetteer, self.home = source, gazetteer, home
        self.around = frozenset().union(*(gazetteer.neighbours.get(code, ()) for code in home)) - home

    def find(self, span: Span, masked: list[Span]) -> list[Found]:
        words = words_of(self.source, *span)
        found, index, mask = [], 0, sorted(masked)
        at_mask = 0
        while index < len(words.plain):
            start, end = words.spans[index]
            while at_mask < len(mask) and mask[at_mask][1] <= start:
                at_mask += 1
            if at_mask < len(mask) and mask[at_mask][0] < end:
                index += 1
                continue
            if not self.source.flat[start].isupper():
                index += 1
                continue
            is_listed = bool(found) and IN_A_LIST.fullmatch(self.source.low, found[-1].span[1], start) is not None
            place, used = self.place_at(words, index, is_listed=is_listed)
            if place:
                found.append(place)
            index += used
        return found

    def place_at(self, words: Words, index: int, *, is_listed: bool = False) -> tuple[Found | None, int]:
        """The place whose name starts at this word, and how many words to skip."""
        start = words.spans[index][0]
        if words.joined[index] and self.source.flat[start - 1] == "-":
            return None, 1
        run = index + 1
        while run < len(words.plain) and words.joined[run] and run - index < 9:
            run += 1
        names = words.plain[index:run]
        for count, communes in self.gazetteer.commune_names.starting_at(names, 0):
            span = (start, words.spans[index + count - 1][1])
            place = self.accept(communes, span, words, index, count)
            if place:
                return place, self.words_of_suffix(words, index, count, place)
            if self.continues(span[1]):
                break
        place = self.slip(words, index, run, is_listed=is_listed) or self.short_name(words, index)
        return place, self.words_of_suffix(words, index, 1, place) if place else 1

    def accept(self, communes: list[Commune], span: Span, words: Words, index: int, count: int) -> Found | None:
        text, before = self.source.flat, self.before(span[0])
        if self.is_surname(span[0]) or not self.is_written_as_name(span) or TRADE_BEFORE.search(before):
            return None
        said = " ".join(words.plain[index : index + count])
        at_home = [c for c in communes if c.department in self.home]
        if at_home:
            commune = max(at_home, key=lambda c: c.population)
            if not self.has_article_clue(commune, said, before, text[span[0] : span[1]]):
                return None
            is_short = commune.population < 1000 and count == 1 and len(said) < SHORT_NAME
            is_doubtful = commune.is_ordinary_word or (is_short and opens_sentence(self.source, span[0]))
            if is_doubtful and not self.is_expected(span) and not self.opens_list(words, index, count):
                return None
            if self.continues(span[1]):
                return self.with_unknown_suffix(commune, span)
            return Found(commune, span, 0.95 if len(at_home) == 1 else 0.7)
        return None if self.continues(span[1]) else self.outside(communes, span, before, said)

    def outside(self, communes: list[Commune], span: Span, before: str, said: str) -> Found | None:
        """A place elsewhere in France: a big town, or one that the words around present as a place."""
        commune = max(communes, key=lambda c: c.population)
        after = self.source.low[span[1] : span[1] + 30]
        stated = re.match(r" ?\((\d[\dab]|[a-z' -]{3,25})\)", after)
        if stated:
            code = {key(name): code for code, name in self.gazetteer.departments}.get(key(stated[1]), stated[1].upper())
            same = [c for c in communes if c.department == code]
            if same:
                return Found(same[0], span, 0.95)
        if (near := self.next_door(communes, span, before, said)) is not None:
            return Found(near, span, 0.8)
        named = key(commune.name) == said or said in {key(alias) for alias in commune.aliases}
        if not named and not BEFORE_WITH_ARTICLE.search(before):
            return None
        if not LOCATIVE.search(before) and not BEFORE_WITH_ARTICLE.search(before):
            return None
        least = LEAST_OUTSIDE if STRONG_LOCATIVE.search(before) else LEAST_OUTSIDE_AFTER_DE
        if commune.population < least:
            return None
        doubt = (
            ""
            if len(communes) == 1
            else f"« {commune.name} » : plusieurs communes de France portent ce nom, à vérifier."
        )
        return Found(commune, span, 0.8 if not doubt else 0.6, doubt)

    def next_door(self, communes: list[Commune], span: Span, before: str, said: str) -> Commune | None:
        """A commune of a department that touches ours, where a story opens with it or says that one acts there."""
        near = [c for c in communes if c.department in self.around and key(c.name) == said]
        if len(near) != 1 or near[0].is_ordinary_word or said in FIRST_NAMES:
            return None
        if len(said) < SHORT_NAME and near[0].population < LEAST_OUTSIDE:
            return None
        opens = self.opens_line(span[0] - 2) and before.endswith(("a ", "\na "))
        return near[0] if opens or self.heads_line(span) or self.is_enclosed(span) else None

    def has_article_clue(self, commune: Commune, said: str, before: str, printed: str) -> bool:
        """“Portel” stands for Le Portel only after “du” or “au”; “Touquet” is a usual name of its own."""
        for name in (commune.name, *commune.aliases):
            words = key(name)
            if words == said:
                return True
        first = key(commune.name).split(" ")[0]
        return first in ARTICLES and bool(BEFORE_WITH_ARTICLE.search(before) or re.search(r"\b(?:la|l') ?$", before))

    def is_expected(self, span: Span) -> bool:
        """“à Avion”, “Où ? Avion”, and “Avion : …” at the head of a line or alone in a cell."""
        before = self.before(span[0])
        if BEFORE_PLACE.search(before) or BEFORE_WITH_ARTICLE.search(before) or PLACE_FIELD.search(before):
            return True
        return self.heads_line(span) or self.is_enclosed(span)

    def heads_line(self, span: Span) -> bool:
        """“Avion : …”, “Avion. La ville…” and “Avion” alone: what a line or a cell opens with."""
        return self.opens_line(span[0]) and HEADS_LINE.match(self.source.flat, span[1]) is not None

    def opens_line(self, at: int) -> bool:
        return at == 0 or (at > 0 and self.source.flat[at - 1] == "\n")

    def is_enclosed(self, span: Span) -> bool:
        """“(Avion)”, “(Avion, Vimy)”, “(rue du Lac, Avion)”."""
        flat = self.source.flat
        before, after = flat[max(0, span[0] - 2) : span[0]], flat[span[1] : span[1] + 2]
        return (before.endswith(("(", "( ", ", ")) and after.startswith((")", " )"))) or (
            before.endswith("(") and after == ", "
        )

    def opens_list(self, words: Words, index: int, count: int) -> bool:
        """“Contes, Marquise et Vimy”: a list of communes at home, one of which at least bears no name of a thing."""
        for _ in range(LONGEST_LIST):
            after, start = index + count, words.spans[index + count - 1][1]
            while after < len(words.plain) and words.plain[after] in LIST_WORDS:
                after += 1
            if after >= len(words.plain):
                return False
            end = words.spans[after][0]
            if LIST_JOINT.fullmatch(self.source.low, start, end) is None or not self.source.flat[end].isupper():
                return False
            index, count = after, 0
            for length, communes in self.gazetteer.commune_names.starting_at(words.plain, after):
                at_home = [c for c in communes if c.department in self.home]
                if at_home and all(words.joined[after + 1 : after + length]):
                    if not all(c.is_ordinary_word for c in at_home):
                        return True
                    count = length
                    break
            if not count:
                return False
        return False

    def is_surname(self, at: int) -> bool:
        """“Jeanne Calais”, “Mme Lens”."""
        before = re.search(r"([A-Za-z-]+)\.? $", self.source.flat[max(0, at - 24) : at])
        if not before or not before[1][0].isupper():
            return False
        word = before[1].lower()
        return word in ("m", "mr", "mme", "mlle", "monsieur", "madame", "docteur", "dr") or word in FIRST_NAMES

    def is_written_as_name(self, span: Span) -> bool:
        """Every long word has its capital: “Avion”, “ARRAS”, “Boulogne sur mer” but not “Les attaques”."""
        words = re.findall(r"[^\W\d_]+", self.source.flat[span[0] : span[1]])
        return sum(word[0].isupper() for word in words) * 2 >= len([w for w in words if len(w) > 3]) and (
            len(words) == 1 or any(w[0].isupper() for w in words if w.lower() not in ARTICLES)
        )

    def continues(self, at: int) -> bool:
        """A hyphen or “&” and more: the name is part of a longer one."""
        return re.match(r" ?(?:-[A-Za-z]|& ?[A-Z])", self.source.flat[at : at + 4]) is not None

    def with_unknown_suffix(self, commune: Commune, span: Span) -> Found | None:
        """“Marck-en-Calaisis”, “Annay-sous-Lens”: the official name and a suffix of usage."""
        suffix = re.match(
            r"-? ?-?(sur|sous|les|lez|en|la|le|plage)\b(?: ?- ?\w+){0,3}", self.source.low[span[1] : span[1] + 40]
        )
        if not suffix:
            return None
        printed = self.source.excerpt((span[0], span[1] + suffix.end()))
        return Found(commune, (span[0], span[1] + suffix.end()), 0.7, f"« {printed} » a été lu comme {commune.name}.")

    def words_of_suffix(self, words: Words, index: int, count: int, place: Found) -> int:
        while index + count < len(words.plain) and words.spans[index + count][0] < place.span[1]:
            count += 1
        return count

    def slip(self, words: Words, index: int, run: int, *, is_listed: bool) -> Found | None:
        """One letter wrong, missing or too many in the name of a commune at home, where a place is expected."""
        start = words.spans[index][0]
        before = self.before(start)
        is_placed = is_listed or bool(LOCATIVE.search(before) or BEFORE_WITH_ARTICLE.search(before))
        if not is_placed and not self.opens_line(start):
            return None
        for last in range(min(run, index + 5), index, -1):
            said = " ".join(words.plain[index:last])
            span = (start, words.spans[last - 1][1])
            if not 6 <= len(said) <= LONGEST_NAME or said in FIRST_NAMES or self.continues(span[1]):
                continue
            if not is_placed and not self.stands_alone(span):
                continue
            for department in sorted(self.home):
                table = self.gazetteer.spelling_neighbours(department)
                codes = Counter(code for spelling in shortened(said) for code in table.get(spelling, ()))
                communes = [self.gazetteer.by_insee[code] for code in codes]
                # A slip on the first letter is rare, and would read “Pâques” as Arques.
                communes = [commune for commune in communes if key(commune.name)[0] == said[0]]
                if len(communes) == 1:
                    commune = communes[0]
                    doubt = f"« {self.source.excerpt(span)} » a été lu comme {commune.name} (faute de frappe probable)."
                    return Found(commune, span, 0.6, doubt)
        return None

    def stands_alone(self, span: Span) -> bool:
        """“Houdin” alone on a line or in a cell of a column of communes; not “CONTRE” in “CONTRE L’ISOLEMENT”."""
        flat = self.source.flat
        return self.opens_line(span[0]) and (span[1] == len(flat) or flat[span[1]] == "\n")

    def short_name(self, words: Words, index: int) -> Found | None:
        """“Boulogne” for Boulogne-sur-Mer, when a place is expected and the commune is a town of the department."""
        span = words.spans[index]
        said = words.plain[index]
        if (
            self.continues(span[1])
            or not BEFORE_PLACE.search(self.before(span[0]))
            or said in FIRST_NAMES
            or self.is_surname(span[0])
        ):
            return None
        towns = [
            c for c in self.gazetteer.short_names.get(said, ()) if c.department in self.home and c.population >= 3000
        ]
        if not towns:
            return None
        doubt = f"« {self.source.excerpt(span)} » a été lu comme {towns[0].name}."
        return Found(towns[0], span, 0.6, doubt)

    def before(self, at: int) -> str:
        return self.source.low[max(0, at - 40) : at]


def communes_of(places: list[Found], finder: PlaceFinder, span: Span) -> tuple[list[ProposedCommune], list[Remark]]:
    """The communes of a passage with their roles, each once per role, and the doubts."""
    source, proposed, remarks = finder.source, {}, []
    for found in places:
        role = role_of(source, found.span, span)
        commune = ProposedCommune(
            found.commune.insee,
            found.commune.name,
            role,
            found.span,
            found.confidence,
            outside=found.commune.department not in finder.home,
        )
        proposed.setdefault((commune.insee, role), commune)
        if found.remark:
            remarks.append(Remark("communes", Level.WARNING, found.remark))
    for commune in proposed.values():
        if commune.outside:
            remarks.append(Remark("communes", Level.INFO, f"{commune.name} est hors du département."))
    acting = {insee for insee, role in proposed if role is Role.ACTS}
    kept = [c for c in proposed.values() if c.role is not Role.LANDMARK or c.insee not in acting]
    return kept, remarks


def find_demonyms(finder: PlaceFinder, span: Span) -> list[ProposedCommune]:
    """“des commerçants calaisiens” act in Calais; “aux Calaisiens” benefit; “le Calaisis” is an area."""
    source, found = finder.source, []
    for match in DEMONYM.finditer(source.low, *span):
        commune = finder.gazetteer.demonyms.get(match[0])
        before = source.low[max(0, match.start() - 40) : match.start()]
        if not commune or re.search(r"(?:\b(?:le|dans le|du|en) |\bl')$", before):
            continue
        role = Role.ACTS if ACTING_PEOPLE.search(before) else Role.BENEFITS
        outside = commune.department not in finder.home
        found.append(ProposedCommune(commune.insee, commune.name, role, match.span(), 0.6, outside))
    return found
