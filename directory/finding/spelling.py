"""“Vouliez-vous dire…”: the words of published initiatives and the names of communes, close to what was typed."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from django.core.cache import cache
from django.db import connections
from django.db.models import Count, Max
from rapidfuzz import process
from rapidfuzz.distance import OSA, Levenshtein

from communes.models import Commune
from directory.finding.grammar import PLAIN_GRAMMAR
from directory.finding.search import Words
from french.accents import sort_key
from initiatives.models import Initiative

SHORTEST = 4  # letters: below, nearly every word is close to some other
KEEP_SECONDS = 600
VOWELS = "aeiou"
NEAR_SOUNDS = ({"g", "j"}, {"m", "n"}, {"b", "p"}, {"d", "t"}, {"f", "v"}, {"s", "z"})
SOUNDS = [
    (re.compile(letters), sound)
    for letters, sound in (
        ("ph", "f"), ("qu|q|ck", "k"), ("c(?=[aourltnsk]|$)", "k"), ("c(?=[eiy])", "s"), ("(?<![cs])h", ""),
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
VOCABULARY = """
SELECT word, ndoc FROM ts_stat($$
  SELECT to_tsvector('simple', concat_ws(' ', initiatives_without_hidden(i.title || ' ' || i.summary, i.id), t.name,
    (SELECT string_agg(CASE WHEN o.kind = 'particulier'
                       THEN initiatives_without_hidden(o.name, i.id) ELSE o.name END, ' ')
       FROM initiatives_participation p
       JOIN organisations_organisation o ON o.id = p.organisation_id WHERE p.initiative_id = i.id),
    (SELECT string_agg(a.name, ' ') FROM initiatives_coverage c
       JOIN communes_area a ON a.id = c.area_id WHERE c.initiative_id = i.id),
    (SELECT string_agg(c.name, ' ') FROM initiatives_place p
       JOIN communes_commune c ON c.insee = p.commune_id WHERE p.initiative_id = i.id)))
  FROM initiatives_initiative i JOIN initiatives_theme t ON t.id = i.theme_id WHERE i.status = 'published'
$$) ORDER BY ndoc DESC, word
"""


def corrected(words: Words, *, only: Collection[str] | None = None) -> str:
    """The query with each misspelt word (of `only`, if given) replaced by the nearest known one; empty when there is
    nothing to correct."""
    known = vocabulary()
    replaced = {}
    for term in words.terms:
        key = sort_key(term.text)
        if not term.is_plain or " " in key or key in known or (only is not None and term.text not in only):
            continue
        if near := nearest(key, known):
            replaced[term.text] = known[near]
    text = words.text
    for word, better in replaced.items():
        text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", better.replace("\\", ""), text)
    return text if replaced else ""


def vocabulary() -> dict[str, str]:
    """Key without accents → word as written, the commonest spelling first.

    One query to see whether the published initiatives changed, one more when they did: the words of an initiative that
    was withdrawn are forgotten at once.
    """
    state = Initiative.objects.published().aggregate(
        rows=Count("pk"), changed=Max("updated_at"), renamed=Max("organisations__updated_at")
    )
    stamp = f"{state['rows']}-{state['changed']}-{state['renamed']}"
    kept = cache.get("vocabulary")
    if kept and kept[0] == stamp:
        return kept[1]
    with connections[Initiative.objects.all().db].cursor() as cursor:
        cursor.execute(VOCABULARY)
        rows = cursor.fetchall()
    known: dict[str, str] = {}
    for word, _ in rows:
        key = sort_key(word)
        if len(key) >= SHORTEST and " " not in key and not key.isdigit() and key not in PLAIN_GRAMMAR:
            known.setdefault(key, word)
    cache.set("vocabulary", (stamp, known), KEEP_SECONDS)
    return known


def commune_meant(words: Words) -> tuple[str, Commune] | None:
    """What was typed and the commune that it misspells, when no word of the initiatives is nearer. Two queries more
    than `corrected`."""
    names = dict(Commune.objects.in_territory().values_list("sort_key", "pk"))
    known = vocabulary()
    for typed in dict.fromkeys([" ".join(words.wanted), *words.wanted]):
        key = sort_key(typed)
        if len(key) < SHORTEST or key in names or key in known or not (near := nearest(key, [*names, *known])):
            continue
        if near in names:
            return typed, Commune.objects.get(pk=names[near])
    return None


def nearest(key: str, known: Iterable[str]) -> str | None:
    """The known key that a slip may have turned into this one; of equally near ones the first (the commonest).

    Words are compared as they sound. A slip keeps the first sound (“fleurs” is no “leurs”, “casque” no “masque”), and
    the longer the word the more slips it may hold. Two words are never taken for one, nor one for two.
    """
    slips = _slips(key)
    if not slips:
        return None
    sound = _sound(key)
    likely = {}
    for one in known:
        other = _sound(one)
        if other[:1] == sound[:1] and one.count(" ") == key.count(" ") and one not in PLAIN_GRAMMAR:
            likely.setdefault(other, one)
    near = process.extract(sound, list(likely), scorer=OSA.distance, score_cutoff=slips, limit=8)
    return next((likely[other] for other, _, _ in near if _is_a_slip(sound, other)), None)


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
    """A letter too many, missing or swapped; one for another only where they sound near or lie side by side."""
    edits = [edit for edit in Levenshtein.editops(sound, other) if edit.tag == "replace"]
    return sorted(sound) == sorted(other) or all(_are_close(sound[e.src_pos], other[e.dest_pos]) for e in edits)


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
    near = nearest(key, names)
    return Commune.objects.get(pk=names[near]) if near else None
