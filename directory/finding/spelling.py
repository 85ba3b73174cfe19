"""“Vouliez-vous dire…”: the words of published initiatives and the names of communes, close to what was typed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from django.db import connections
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from communes.models import Commune
from directory.finding.forms.ordinary import is_ordinary_form
from directory.finding.grammar import ASKING, PLAIN_GRAMMAR
from directory.finding.search import Words
from directory.finding.synonyms import Families
from directory.keeping.kept import Kept, is_writing
from french.accents import sort_key
from initiatives.models import Initiative

SHORTEST = 4  # letters: below, nearly every word is close to some other
LONG = 9  # letters of a word that few others look like
PIECE = 10_000  # initiatives whose words are read at once
MOST_READ = (
    100_000  # published initiatives, the last that came: they say nearly every word, and are read in half a minute
)
MOST_AWAITED = 5_000  # published initiatives whose words a request waits for
ELISION = re.compile(r"^(?:qu|[cdjlmnst])'", re.IGNORECASE)
ASKED_OFTEN = {word: word for word in ASKING if len(word) > SHORTEST}
LONGEST_PIECE = 20  # letters of a word typed without the space beside it
LINKING = frozenset(["de", "des", "du", "la", "le", "les", "et", "en", "au", "aux", "pour"])
VOWELS = "aeiou"
NEAR_SOUNDS = ({"g", "j"}, {"m", "n"}, {"b", "p"}, {"d", "t"}, {"f", "v"}, {"s", "z"})
SOUNDS = [
    (re.compile(letters), sound)
    for letters, sound in (
        ("ph", "f"), ("qu|q|ck", "k"), ("c(?=[^eiyh]|$)", "k"), ("c(?=[eiy])", "s"), ("(?<![cs])h", ""),
        ("y", "i"), ("w", "v"), ("eau|au", "o"), (r"(.)\1", r"\1"),
    )
]  # fmt: skip
# Where letters lie on a French keyboard: (row, place).
KEYS = {
    letter: (row, at)
    for row, keys in enumerate(("azertyuiop", "qsdfghjklm", "wxcvbn"))
    for at, letter in enumerate(keys)
}

# Only what is public: a word of a draft or of a hidden name must not even be suggested.
TOLD = """
  SELECT to_tsvector('simple', concat_ws(' ', initiatives_without_hidden(i.title || ' ' || i.summary, i.id), t.name,
    (SELECT string_agg(CASE WHEN o.kind = 'particulier'
                       THEN initiatives_without_hidden(o.name, i.id) ELSE o.name END, ' ')
       FROM initiatives_participation p
       JOIN organisations_organisation o ON o.id = p.organisation_id WHERE p.initiative_id = i.id),
    (SELECT string_agg(a.name, ' ') FROM initiatives_coverage c
       JOIN communes_area a ON a.id = c.area_id WHERE c.initiative_id = i.id),
    (SELECT string_agg(c.name, ' ') FROM initiatives_place p
       JOIN communes_commune c ON c.insee = p.commune_id WHERE p.initiative_id = i.id))) AS told
  FROM initiatives_initiative i JOIN initiatives_theme t ON t.id = i.theme_id WHERE i.status = 'published'
"""
WORDS = "SELECT word, ndoc FROM ts_stat($$ {0} $$)"
# The index finds who has the word in some form: of these the texts are read, until one says it so.
IS_SAID = (
    "SELECT EXISTS (SELECT FROM (" + TOLD + " AND i.search_vector @@ plainto_tsquery('french', %s) OFFSET 0) AS texts "
    "WHERE told @@ plainto_tsquery('simple', %s))"
)

IS_FOUND = (
    "SELECT EXISTS (SELECT FROM initiatives_initiative "
    "WHERE status = 'published' AND search_vector @@ plainto_tsquery('french', %s))"
)


class Sounds:
    """Words by how they sound, those apart that no slip turns into one another: by first sound and number of words."""

    def __init__(self, groups: dict[tuple[str, int], dict[str, str]] | None = None) -> None:
        self.groups = groups or {}

    @classmethod
    def of(cls, keys: Iterable[str]) -> Sounds:
        return cls().with_more(keys)

    def with_more(self, keys: Iterable[str]) -> Sounds:
        """With these behind them; of those that sound alike the first stays."""
        groups, own = dict(self.groups), set()
        for key in keys:
            sound = _sound(key)
            group = sound[:1], key.count(" ")
            if group not in own:
                groups[group] = dict(groups.get(group, ()))
                own.add(group)
            if key not in PLAIN_GRAMMAR:
                groups[group].setdefault(sound, key)
        return Sounds(groups)

    def near(self, key: str, sound: str) -> dict[str, str]:
        return self.groups.get((sound[:1], key.count(" ")), {})

    def begun_wrong(self, key: str, sound: str) -> dict[str, str]:
        """The word of which the first two letters were swapped, “amsques”: the one slip in a first sound."""
        swapped = sound[1::-1] + sound[2:]
        found = self.groups.get((swapped[:1], key.count(" ")), {}).get(swapped)
        return {swapped: found} if found else {}


@dataclass(frozen=True)
class Known:
    """The words of published initiatives: key without accents → as written, the commonest spelling first."""

    spelt: dict[str, str] = field(default_factory=dict)
    is_whole: bool = True  # nothing changed since it was read: else the last one to say a word may be gone
    is_all: bool = True  # nothing was left out: else others may say more words

    @cached_property
    def sounds(self) -> Sounds:
        return Sounds.of(self.spelt)

    @classmethod
    def read(cls) -> Known:
        """In pieces, so that no query is long: 0.3 ms a published initiative."""
        keys = Initiative.objects.published().order_by("-pk").values_list("pk", flat=True)
        last = keys.first() or 0
        left_out = keys[MOST_READ : MOST_READ + 1].first() or 0
        said: Counter[str] = Counter()
        for start in range(left_out + 1, last + 1, PIECE):
            said.update(_said(f"{TOLD} AND i.id BETWEEN {start} AND {start + PIECE - 1}"))
        return cls(_spelt(said), is_all=not left_out)

    def with_words_of(self, initiatives: Iterable[int]) -> Known:
        """With the words that these say now; those that nobody says any more are told by `says`."""
        among = ", ".join(str(int(key)) for key in initiatives)
        now = _spelt(_said(f"{TOLD} AND i.id IN ({among})"))
        more = {key: word for key, word in now.items() if key not in self.spelt}
        changed = Known(self.spelt | more if more else self.spelt, is_whole=False, is_all=self.is_all)
        changed.__dict__["sounds"] = self.sounds.with_more(more) if more else self.sounds
        return changed

    def says(self, key: str) -> bool:
        """Whether some published initiative says the word today. One query where something changed, or was left out."""
        if key in self.spelt:
            return self.is_whole or _is_true(IS_SAID, [self.spelt[key]] * 2)
        return not self.is_all and _is_true(IS_FOUND, [key])


def _said(told: str) -> dict[str, int]:
    """Words of texts, and in how many of them each is."""
    with connections[Initiative.objects.all().db].cursor() as cursor:
        cursor.execute(WORDS.format(told))
        return dict(cursor.fetchall())


def _is_true(sql: str, parameters: list[str]) -> bool:
    with connections[Initiative.objects.all().db].cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]


def _spelt(said: Mapping[str, int]) -> dict[str, str]:
    known: dict[str, str] = {}
    for word in sorted(said, key=lambda word: (-said[word], word)):
        key = sort_key(word)
        if len(key) >= SHORTEST and " " not in key and not key.isdigit() and key not in PLAIN_GRAMMAR:
            known.setdefault(key, word)
    return known


VOCABULARY = Kept(Known.read, Known.with_words_of)


def vocabulary() -> Known:
    """As of now. No query while nothing changes; where very much is published nothing is known while it is read."""
    if is_writing():
        return Known.read()
    return VOCABULARY.now(waits=_is_soon_read) or Known()


def _is_soon_read() -> bool:
    return Initiative.objects.published().values("pk")[: MOST_AWAITED + 1].count() <= MOST_AWAITED


def corrected(
    words: Words,
    *,
    only: Collection[str] | None = None,
    families: Families | None = None,
    finds: Callable[[str], bool] = lambda word: False,
    behind: Callable[[str], str] = lambda typed: "",
) -> str:
    """The query with each misspelt word (of `only`, if given) replaced by the nearest known one, or by the name that is
    `behind` it; empty when there is nothing to correct. A word of the families is known where it `finds` something."""
    known, others = vocabulary(), ASKED_OFTEN | (families.words if families else {})
    replaced = {}
    for term in words.terms:
        if not term.is_plain or (only is not None and term.text not in only):
            continue
        key = sort_key(ELISION.sub("", term.text))
        if is_ordinary_form(key) or known.says(key):
            continue
        near = nearest(key, known.sounds, _sounds_of(tuple(others))) if " " not in key else ()
        meant = (known.spelt.get(one, "") if known.says(one) else others.get(one, "") for one in near)
        likely = (one for one in meant if one and (sort_key(one) in known.spelt or one in ASKED_OFTEN or finds(one)))
        if better := next(likely, ""):
            replaced[term.text] = better
        elif pieces := parted(key, known):
            replaced[term.text] = " ".join(known.spelt.get(piece, piece) for piece in pieces)
        elif name := behind(term.text):
            replaced[term.text] = name
    text = words.text
    for word, better in replaced.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better.replace("\\", ""), text)
    return text if replaced else ""


@lru_cache(maxsize=4)
def _sounds_of(keys: tuple[str, ...]) -> Sounds:
    return Sounds.of(keys)


def parted(key: str, known: Known) -> list[str]:
    """The words that were typed without the spaces between them, as in an address of the web: “avenirdescites”.

    Each is one that texts say, or a small word of grammar; at least two say something. The fewest words are taken.
    """
    best: list[list[str] | None] = [[]] + [None] * len(key)
    for end in range(1, len(key) + 1):
        for start in range(max(0, end - LONGEST_PIECE), end):
            piece, before = key[start:end], best[start]
            if before is None or (piece not in known.spelt and piece not in LINKING):
                continue
            if best[end] is None or len(before) + 1 < len(best[end]):
                best[end] = [*before, piece]
    pieces = best[-1] or []
    return (
        pieces
        if sum(piece not in LINKING for piece in pieces) > 1 and all(map(known.says, set(pieces) - LINKING))
        else []
    )


def commune_meant(words: Words) -> tuple[str, Commune] | None:
    """What was typed and the commune that it misspells, when no word of the initiatives is nearer. Two queries more
    than `corrected`."""
    names = dict(Commune.objects.in_territory().values_list("sort_key", "pk"))
    known, sounds = vocabulary(), Sounds.of(names)
    for typed in dict.fromkeys([" ".join(words.wanted), *words.wanted]):
        key = sort_key(typed)
        if len(key) < SHORTEST or key in names or is_ordinary_form(key) or known.says(key):
            continue
        near = next((one for one in nearest(key, sounds, known.sounds) if one in names or known.says(one)), None)
        if near in names:
            return typed, Commune.objects.get(pk=names[near])
    return None


def nearest(key: str, *known: Sounds) -> Iterator[str]:
    """The known keys that a slip may have turned into this one, the nearest first; of equally near ones those of the
    first `known`, and of these the commonest.

    Words are compared as they sound and as they are written. A slip keeps the first sound (“fleurs” is no “leurs”,
    “casque” no “masque”), and the longer the word the more slips it may hold. Two words are never taken for one, nor
    one for two.
    """
    slips = _slips(key)
    if not slips:
        return
    sound = _sound(key)
    likely = known[0].near(key, sound)
    first = set(likely.values())
    for sounds in known[1:]:
        likely = likely | {other: one for other, one in sounds.near(key, sound).items() if other not in likely}
    for sounds in known:
        likely = sounds.begun_wrong(key, sound) | likely
    read = _near(key, list(likely.values()), slips)
    # So few letters sound like too many others: “ccra” is no “créé”.
    heard = _near(sound, list(likely), slips) if len(key) > SHORTEST else {}
    distances = {
        other: (heard.get(how, slips + 1), read.get(other, slips + 1))
        for how, other in likely.items()
        if how in heard or other in read
    }
    yield from sorted(distances, key=lambda other: (min(distances[other]), other not in first, sum(distances[other])))


def _near(one: str, others: list[str], slips: int) -> dict[str, int]:
    """The eight nearest → how far; of equally near ones the first."""
    near = process.extract(one, others, scorer=OSA.distance, score_cutoff=slips, limit=8)
    return {other: distance for other, distance, _ in near if _is_a_slip(one, other)}


def _slips(key: str) -> int:
    """How many letters may be wrong, missing, too many or swapped."""
    letters = len(key)
    return 0 if letters < SHORTEST else 1 if letters < 7 else 2 if letters < 12 else 3


@lru_cache(maxsize=65536)
def _sound(key: str) -> str:
    """“maskes” and “masques”, “pharmacie” and “farmacie” alike: letters that sound the same are one."""
    for letters, sound in SOUNDS:
        key = letters.sub(sound, key)
    return key


def _is_a_slip(sound: str, other: str) -> bool:
    """A letter too many, missing or swapped; one for another where they sound near or lie side by side, and any one for
    any other where all the rest of a long word is right."""
    edits = Levenshtein.editops(sound, other)
    if sorted(sound) == sorted(other) or (len(edits) == 1 and len(other) >= LONG):
        return True
    replaced = (edit for edit in edits if edit.tag == "replace")
    return all(_are_close(sound[edit.src_pos], other[edit.dest_pos]) for edit in replaced)


def _are_close(one: str, other: str) -> bool:
    if {one, other} in NEAR_SOUNDS or (one in VOWELS and other in VOWELS):
        return True
    (row, at), (other_row, other_at) = (KEYS.get(letter, (9, 9)) for letter in (one, other))
    return row == other_row and abs(at - other_at) == 1


def nearest_commune(text: str) -> Commune | None:
    """The commune of the territory whose name is closest to what was typed. One query of names, one of the commune."""
    key = sort_key(text)
    if len(key) < SHORTEST:
        return None
    names = dict(Commune.objects.in_territory().values_list("sort_key", "pk"))
    near = next(nearest(key, Sounds.of(names)), None)
    return Commune.objects.get(pk=names[near]) if near else None
