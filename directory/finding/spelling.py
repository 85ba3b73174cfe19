"""“Vouliez-vous dire…”: the words of published initiatives and the names of communes, close to what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Max
from rapidfuzz import fuzz, process

from communes.models import Commune
from directory.finding.search import Words
from french.accents import sort_key
from initiatives.models import Initiative

CLOSE_ENOUGH = 76  # out of 100: “couturire” and “couturière” are at 95, “masque” and “casque” at 83
SHORTEST = 4  # letters: below, nearly every word is close to some other
KEEP_SECONDS = 600

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


def corrected(words: Words) -> str:
    """The query with each misspelt word replaced by the nearest known one; empty when nothing is to be corrected."""
    known = vocabulary()
    replaced = {}
    for word in words.wanted:
        key = sort_key(word)
        if len(key) >= SHORTEST and " " not in key and key not in known and (near := nearest(key, known)):
            replaced[word] = known[near]
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
    with connection.cursor() as cursor:
        cursor.execute(VOCABULARY)
        rows = cursor.fetchall()
    known: dict[str, str] = {}
    for word, _ in rows:
        key = sort_key(word)
        if len(key) >= SHORTEST and " " not in key and not key.isdigit():
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
    best = process.extractOne(key, list(known), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return best[0] if best else None


def nearest_commune(text: str) -> Commune | None:
    """The commune of the territory whose name is closest to what was typed. One query of names, one of the commune."""
    key = sort_key(text)
    if len(key) < SHORTEST:
        return None
    names = dict(Commune.objects.in_territory().values_list("sort_key", "pk"))
    near = nearest(key, names)
    return Commune.objects.get(pk=names[near]) if near else None
