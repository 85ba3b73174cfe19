"""How well a proposal reads a document, against a truth written by hand. Each measure goes from 0 to 1.

A passage of the truth is found by its first and last words; proposed initiatives are matched one to one with them by
shared words. Amounts under ten and durations neither count nor harm.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from difflib import SequenceMatcher

ENOUGH_SHARED = 0.55
DURATIONS = {"semaines", "semaine", "an", "jours", "heures"}


def plain(text: object) -> str:
    decomposed = unicodedata.normalize("NFD", str(text or "").replace("œ", "oe").replace("Œ", "OE"))
    return "".join(c for c in decomposed if not unicodedata.combining(c)).lower()


def words(text: object) -> list[str]:
    return re.findall(r"[a-z0-9]+", plain(text))


def address(value: str) -> str:
    value = plain(value).strip().rstrip(".,;)>")
    if re.fullmatch(r"[+0-9 ().-]{9,}", value):
        return re.sub(r"\D", "", value)[-9:]
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", value).rstrip("/")


def f1(found: int, wrong: int, missed: int) -> float:
    return 2 * found / (2 * found + wrong + missed) if found + wrong + missed else 1.0


def passage(source: list[str], first: list[str], last: list[str]) -> list[str]:
    start = next(i for i in range(len(source)) if source[i : i + len(first)] == first)
    end = next(j for j in range(start, len(source)) if source[j : j + len(last)] == last) + len(last)
    return source[start:end]


def shared(a: list[str], b: list[str]) -> float:
    common = sum((Counter(a) & Counter(b)).values())
    return 2 * common / (len(a) + len(b)) if common else 0.0


def true_initiatives(truth: dict, source: list[str]) -> list[dict]:
    """Parts of one enumeration (same `enumeration_group`) are merged: grouped is how they are proposed."""
    groups: dict[str, dict] = {}
    initiatives = []
    for section in truth["sections"]:
        for made in section["initiatives"]:
            span = made["quote_span"]
            found = passage(source, words(span["first_words"]), words(span["last_words"]))
            one = made | {"theme": section["theme_slug"], "words": found, "is_headed": bool(section["printed_heading"])}
            group = groups.get(made.get("enumeration_group", ""))
            if group is None:
                initiatives.append(one)
                groups[made.get("enumeration_group", made["title"])] = one
            else:
                group["words"] = group["words"] + found
                for name in ("organisations", "persons", "communes", "beneficiary_communes", "contacts", "quantities"):
                    group[name] = group[name] + one[name]
    return initiatives


def pairs(true: list[dict], read: list[dict]) -> list[tuple[dict, dict]]:
    scores = ((shared(t["words"], words(r["text"])), i, j) for i, t in enumerate(true) for j, r in enumerate(read))
    taken_true, taken_read, matched = set(), set(), []
    for score, i, j in sorted(scores, reverse=True):
        if score >= ENOUGH_SHARED and i not in taken_true and j not in taken_read:
            taken_true.add(i)
            taken_read.add(j)
            matched.append((true[i], read[j]))
    return matched


def codes(things: list[dict]) -> set[str]:
    return {thing["insee"] for thing in things}


def score(truth: dict, read: dict, text: str) -> dict[str, float]:
    true = true_initiatives(truth, words(text))
    found = [i | {"theme": section["theme"]} for section in read["sections"] for i in section["initiatives"]]
    matched = pairs(true, found)
    matched += [(t, {}) for t in true if not any(t is other for other, _ in matched)]
    heads = [
        (truth["bulletin"][name] or None) == (read["bulletin"][name] or None)
        for name in ("number", "kind", "date", "place")
    ]
    hits = sum(bool(r) for _, r in matched)
    return {
        "head": sum(heads) / len(heads),
        "entries": f1(hits, len(found) - hits, len(true) - hits),
        # Where no heading was printed, “to be chosen” is a right answer too; a wrong theme never is.
        "themes": sum(
            t["theme"] == r.get("theme", "") or (not t["is_headed"] and r.get("theme", "") is None) for t, r in matched
        )
        / max(1, len(true)),
        "communes": sum_f1(compare_communes(t, r) for t, r in matched),
        "contacts": sum_f1(compare_contacts(t, r) for t, r in matched),
        "figures": sum_f1(compare_figures(t, r) for t, r in matched),
        "actors": share_of_actors(matched),
        "precise": share_of_right_actors(matched),
    }


def sum_f1(counts) -> float:
    return f1(*(sum(column) for column in zip((0, 0, 0), *counts, strict=True)))


def compare_communes(true: dict, read: dict) -> tuple[int, int, int]:
    must, may = codes(true["communes"]), codes(true["beneficiary_communes"])
    got = codes(read.get("communes", [])) | codes(read.get("beneficiary_communes", [])) & (must | may)
    return len(got & must), len(got - must - may), len(must - got)


def compare_contacts(true: dict, read: dict) -> tuple[int, int, int]:
    must = {address(contact["value_normalised"]) for contact in true["contacts"] if contact["kind"] != "other"}
    got = {address(contact["value"]) for contact in read.get("contacts", []) if contact["kind"] != "other"}
    return len(got & must), len(got - must), len(must - got)


def compare_figures(true: dict, read: dict) -> tuple[int, int, int]:
    told = Counter((q["amount"], q["period"]) for q in true["quantities"] if q["unit"] not in DURATIONS)
    must = Counter({pair: n for pair, n in told.items() if pair[0] >= 10})
    free = {q["amount"] for q in true["quantities"] if q["unit"] in DURATIONS or q["amount"] < 10}
    got = Counter((figure["amount"], figure["period"]) for figure in read.get("figures", []))
    wrong = sum(n for (amount, _), n in (got - must).items() if amount not in free)
    return sum((got & must).values()), wrong, sum((must - got).values())


def share_of_actors(matched: list[tuple[dict, dict]]) -> float:
    heard_all = []
    for true, read in matched:
        heard = [plain(thing["name"]) for name in ("organisations", "persons") for thing in read.get(name, [])]
        heard_all += [is_heard(plain(o["name"]), heard) for o in [*true["organisations"], *true["persons"]]]
    return sum(heard_all) / max(1, len(heard_all))


def share_of_right_actors(matched: list[tuple[dict, dict]]) -> float:
    """The part of the proposed actors that the truth knows, acting or receiving."""
    right_all = []
    for true, read in matched:
        told = [*true["organisations"], *true["persons"], *true.get("beneficiary_organisations", [])]
        known = [plain(one if isinstance(one, str) else one["name"]) for one in told]
        heard = [plain(thing["name"]) for name in ("organisations", "persons") for thing in read.get(name, [])]
        right_all += [any(is_heard(name, [one]) for name in known) for one in heard]
    return sum(right_all) / max(1, len(right_all))


def is_heard(name: str, heard: list[str]) -> bool:
    return any(
        name in other or (len(other) > 3 and other in name) or SequenceMatcher(None, name, other).ratio() >= 0.75
        for other in heard
    )
