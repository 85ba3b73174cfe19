"""The department a document speaks of: the office's own, unless the document plainly comes from another.

préfet de la Somme · département du Nord · Amiens, le 4 mai 2020      80, 59, 80
"""

from __future__ import annotations

import re
from collections import Counter

from recognition.gazetteer import Gazetteer
from recognition.normalise import Source, key

OFFICE = re.compile(
    r"\b(?:pref(?:ete?|ecture)|departement|conseil departemental|dans) (?:de la |de l'|du |des |de |d'|la |le "
    r"|l')([a-z][a-z' -]{2,24})"
)
ENOUGH = 2


def home_departments(source: Source, gazetteer: Gazetteer, place: str | None) -> frozenset[str]:
    """Counts what names a department; the place of issue counts as much as several mentions."""
    votes: Counter[str] = Counter()
    names = {key(name): code for code, name in gazetteer.departments}
    for match in OFFICE.finditer(source.low):
        words = key(match[1]).split(" ")
        for count in range(min(4, len(words)), 0, -1):
            code = names.get(" ".join(words[:count]))
            if code and source.flat[match.start(1)].isupper():
                votes[code] += 1
                break
    if place:
        communes = gazetteer.commune_names.by_key.get(key(place), [])
        if communes:
            best = max(communes, key=lambda c: (c.in_territory, c.population))
            votes[best.department] += 3 if best.in_territory or best.population > 5000 else 1
    if not votes:
        return gazetteer.territory
    code, count = votes.most_common(1)[0]
    ours = max((votes[code] for code in gazetteer.territory), default=0)
    if count <= ours:
        return gazetteer.territory
    return frozenset({code}) if count >= ENOUGH else gazetteer.territory | {code}
