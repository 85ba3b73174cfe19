"""Acts of an officer for each initiative of a document: `python bench/review_acts.py FOLDER…`.

Each FOLDER holds documents with a `.truth.json` of the same name. An act is a press of a button, a choice in a list
or a selection of words; reading takes none. Counted against the truth: themes to choose (one act each) or to confirm
(one for all), wrong actors to take out (one each), missing ones to add (two: the words, the button), initiatives to
join or cut (one each), then accepting (one for all without a doubt, one for each kind of doubt that stands alone, one
for each of the others) and the draft. Titles are not counted: none has a truth.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from difflib import SequenceMatcher
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.entering.reference import gazetteer_from_files
from documents.readers import read
from documents.review.draft import Draft, doubtful_fields, draft_of, initiatives_of, is_theme_settled
from recognition.assemble import propose
from tests.recognition.scoring import pairs, plain, true_initiatives, words

ALIKE = 0.75


def main(folders: list[Path]) -> None:
    totals: Counter[str] = Counter()
    for path in sorted(path for folder in folders for path in folder.glob("*.*")):
        truth = path.with_suffix(".truth.json")
        if path.suffix == ".json" or not truth.exists():
            continue
        try:
            counted = acts_of(path, json.loads(truth.read_text(encoding="utf-8")))
        except StopIteration:  # the truth quotes words that this format prints otherwise
            say(f"{path.name[:44]:<44} not counted: the truth's words are not found in it")
            continue
        totals += counted
        say(f"{path.name[:44]:<44} {line_of(counted)}")
    say(f"{'all':<44} {line_of(totals)}")


def acts_of(path: Path, truth: dict) -> Counter[str]:
    document = read(path.read_bytes(), path.name)
    draft = draft_of(propose(document, gazetteer_from_files()), document.text)
    true = true_initiatives(truth, words(document.text))
    found = [
        one | {"theme": section["theme"] or None} for section in draft["sections"] for one in section["initiatives"]
    ]
    matched = pairs(true, found)
    acts: Counter[str] = Counter(initiatives=len(true), draft=1)
    acts["themes"] = themes_to_settle(draft, {read["id"]: want["theme"] for want, read in matched})
    acts["cut or join"] = abs(len(true) - len(found))
    for want, one in matched:
        known = [plain(named["name"]) for named in (*want["organisations"], *want["persons"])]
        read_names = [plain(named["name"]) for named in (*one["organisations"], *one["persons"])]
        acts["actors"] += sum(not any(same(name, other) for other in known) for name in read_names)
        acts["actors"] += 2 * sum(not any(same(name, other) for other in read_names) for name in known)
    acts["accept"] = accepting(draft)
    return acts


def themes_to_settle(draft: Draft, wanted: dict[str, str | None]) -> int:
    guessed, acts = False, 0
    for section in draft["sections"]:
        right = Counter(wanted.get(one["id"]) for one in section["initiatives"]).most_common(1)
        is_right = bool(right) and section["theme"] == right[0][0]
        if is_right and not is_theme_settled(section):
            guessed = True
        elif not is_right or not section["theme"]:
            acts += 1
    return acts + guessed


def accepting(draft: Draft) -> int:
    doubts = [frozenset(doubtful_fields(one)) for one in initiatives_of(draft)]
    alone = {fields for fields in doubts if len(fields) <= 1}
    return len(alone) + sum(len(fields) > 1 for fields in doubts)


def same(one: str, other: str) -> bool:
    return one in other or other in one or SequenceMatcher(None, one, other).ratio() >= ALIKE


def line_of(acts: Counter[str]) -> str:
    kinds = ("themes", "cut or join", "actors", "accept", "draft")
    total = sum(acts[kind] for kind in kinds)
    each = "  ".join(f"{kind} {acts[kind]:>3}" for kind in kinds)
    return f"initiatives {acts['initiatives']:>3}  {each}  = {total / max(1, acts['initiatives']):.2f} acts each"


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main([Path(argument) for argument in sys.argv[1:]])
