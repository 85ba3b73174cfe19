"""Before anything is timed: the directory's answers are right. Count, first hundred keys in order and every number of
every facet, as served in JSON and as shown by the page, against SQL written by hand that knows nothing of the product's
code.

Words are asked between quotes, where they mean no more than they say: what else is read in a search (places, synonyms,
part of the words) has its own tests.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable
from typing import Any

from django.db import connection

from bench.asking import Client
from bench.cases import PAGE, Contents, Search, query
from french.accents import without_accents

JSON_PAGE = 100


class WrongAnswer(Exception):
    """The product says something else than its tables."""


FOUND = """
  SELECT i.id FROM initiatives_initiative i WHERE i.status = 'published'
  AND (%(theme)s IS NULL OR i.theme_id = (SELECT id FROM initiatives_theme WHERE slug = %(theme)s))
  AND (%(commune)s IS NULL
       OR i.id IN (SELECT initiative_id FROM initiatives_place WHERE commune_id = %(commune)s)
       OR i.id IN (SELECT v.initiative_id FROM initiatives_coverage v
                   JOIN communes_area_communes h ON h.area_id = v.area_id WHERE h.commune_id = %(commune)s))
  AND (%(q)s IS NULL OR i.search_vector @@
       (phraseto_tsquery('french', %(q)s) || phraseto_tsquery('french', %(plain)s)))
"""
IN_ORDER = """
  SELECT i.id FROM initiatives_initiative i WHERE i.id IN ({found})
  ORDER BY coalesce(i.started_on,
    (SELECT min(b.dated_on) FROM bulletins_citation c JOIN bulletins_bulletin b ON b.id = c.bulletin_id
     WHERE c.initiative_id = i.id AND b.status = 'published'),
    (i.published_at AT TIME ZONE 'Europe/Paris')::date) DESC NULLS LAST, i.id DESC
  LIMIT {limit}
"""
PLACES = """
  SELECT p.initiative_id AS initiative, p.commune_id AS commune FROM initiatives_place p
  JOIN initiatives_initiative i ON i.id = p.initiative_id AND i.status = 'published'
"""
COVERED = """
  SELECT v.initiative_id AS initiative, v.area_id AS area FROM initiatives_coverage v
  JOIN initiatives_initiative i ON i.id = v.initiative_id AND i.status = 'published'
"""
# (value, number of found initiatives), each initiative once a value.
FACETS = {
    "theme": """SELECT t.slug, count(*) FROM initiatives_initiative i JOIN initiatives_theme t ON t.id = i.theme_id
        WHERE i.id IN ({found}) GROUP BY 1""",
    "type": """SELECT o.kind, count(DISTINCT p.initiative_id) FROM initiatives_participation p
        JOIN organisations_organisation o ON o.id = p.organisation_id
        WHERE p.role <> 'beneficiary' AND p.initiative_id IN ({found}) GROUP BY 1""",
    "public": """SELECT a.slug, count(DISTINCT t.initiative_id) FROM initiatives_initiative_audiences t
        JOIN initiatives_audience a ON a.id = t.audience_id WHERE t.initiative_id IN ({found}) GROUP BY 1""",
    "bulletin": """SELECT coalesce(b.number::text, b.slug), count(DISTINCT c.initiative_id) FROM bulletins_citation c
        JOIN bulletins_bulletin b ON b.id = c.bulletin_id AND b.status = 'published'
        WHERE c.initiative_id IN ({found}) GROUP BY 1""",
    "commune": f"""WITH places AS ({PLACES}), covered AS ({COVERED})
        SELECT commune, count(*) FROM (
          SELECT initiative, commune FROM places
          UNION SELECT v.initiative, h.commune_id FROM covered v JOIN communes_area_communes h ON h.area_id = v.area
                WHERE h.commune_id IN (SELECT commune FROM places)) AS pairs
        WHERE initiative IN ({{found}}) GROUP BY 1""",
    "territoire": f"""WITH places AS ({PLACES}), covered AS ({COVERED}), listed AS (
          SELECT area FROM covered
          UNION SELECT c.epci_id FROM communes_commune c WHERE c.insee IN (SELECT commune FROM places))
        SELECT a.slug, count(*) FROM (
          SELECT initiative, area FROM covered
          UNION SELECT p.initiative, h.area_id FROM places p JOIN communes_area_communes h ON h.commune_id = p.commune
                WHERE h.area_id IN (SELECT area FROM listed)) AS pairs
        JOIN communes_area a ON a.id = pairs.area WHERE initiative IN ({{found}}) GROUP BY 1""",
}


def _parameters(search: Search, *, skip: str = "") -> dict[str, Any]:
    kept = {name: None if name == skip else search.get(name) for name in ("theme", "commune", "q")}
    return kept | {"plain": without_accents(str(kept["q"])) if kept["q"] else None}


def _rows(sql: str, search: Search, *, skip: str = "", limit: int = JSON_PAGE) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql.format(found=FOUND, limit=limit), _parameters(search, skip=skip))
        return cursor.fetchall()


def expected(search: Search) -> dict[str, Any]:
    """What the tables say: `count`, `ids` of the first hundred, `facets` without the values that nothing has."""
    return {
        "count": _rows("SELECT count(*) FROM ({found}) AS found", search)[0][0],
        "ids": [pk for (pk,) in _rows(IN_ORDER, search)],
        "facets": {name: dict(_rows(sql, search, skip=name)) for name, sql in FACETS.items()},
    }


def _asked(search: Search) -> Search:
    return search | {"tri": "date"} | ({"q": f'"{search["q"]}"'} if "q" in search else {})


def served(client: Client, search: Search) -> dict[str, Any]:
    """What the directory says of the same, the newest first."""
    told = json.loads(client.page("/initiatives.json" + query(_asked(search)), plain=True).body)
    return {
        "count": told["count"],
        "ids": [row["id"] for row in told["results"]],
        "facets": {
            name: {option["value"]: option["count"] for option in options if option["count"]}
            for name, options in told["facets"].items()
        },
    }


COUNT = re.compile(r'id="compte"><b>([^<]*)</b>')
CARD = re.compile(r'card__title"><a href="/initiatives/(\d+)-')
OPTION = re.compile(r'name="(\w+)" value="([^"]*)"[^>]*>.{0,200}?option__count">([^<]*)<', re.DOTALL)


def shown(client: Client, search: Search) -> dict[str, Any]:
    """What the page says of the same: the count, the keys of its cards, the numbers of the options that it shows."""
    text = client.page("/initiatives/" + query(_asked(search)), plain=True).body.decode()
    options: dict[str, dict[str, int]] = {name: {} for name in FACETS}
    for name, value, told in OPTION.findall(text):
        if number := _number(told):
            options[name][html.unescape(value)] = number
    count = COUNT.search(text)
    if count is None:
        raise WrongAnswer(f"{search or 'tout'} : la page ne dit pas combien d’initiatives elle a trouvées")
    return {"count": _number(count[1]), "ids": [int(pk) for pk in CARD.findall(text)], "facets": options}


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def differences(right: dict[str, Any], told: dict[str, Any], page: dict[str, Any]) -> list[str]:
    """The parts of the answer that are wrong, in JSON or on the page, which shows the most frequent options only."""
    found = [name for name in ("count", "ids") if right[name] != told[name]]
    found += [name for name in FACETS if right["facets"][name] != told["facets"].get(name)]
    if page["count"] != right["count"]:
        found.append("count of the page")
    if page["ids"] != right["ids"][:PAGE]:
        found.append("cards of the page")
    return found + [
        f"{name} of the page"
        for name, options in page["facets"].items()
        if right["facets"][name] and not (options and options.items() <= right["facets"][name].items())
    ]


def sample(contents: Contents) -> list[Search]:
    """Each filter alone and together, words that are frequent, rare, several, and none at all."""
    word, rare, theme, commune = contents.frequent[0], contents.rare[0], contents.themes[0], contents.popular[0]
    return [
        {},
        {"theme": theme},
        {"commune": commune},
        {"commune": contents.seldom[-1]},
        {"theme": theme, "commune": commune},
        {"q": word},
        {"q": rare},
        {"q": word, "theme": theme, "commune": commune},
        {"q": "zwyxquorbel"},
    ]


def check(client: Client, searches: Iterable[Search], *, say=lambda line: None) -> int:
    """How many searches were answered rightly: all of them. Raises WrongAnswer with the first that was not."""
    checked = 0
    for search in searches:
        right = expected(search)
        if wrong := differences(right, served(client, search), shown(client, search)):
            raise WrongAnswer(f"{search or 'tout'} : {', '.join(wrong)} ({right['count']} dans les tables)")
        say(f"  {search or 'tout'} : {right['count']} initiatives, comptes exacts")
        checked += 1
    return checked
