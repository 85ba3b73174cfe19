"""How often each rule that names an actor is right: `python bench/calibration.py [FOLDER…] [--write]`.

Reads every document with a truth beside it (`NAME.truth.json`) in the folders given, besides those of
`tests/recognition/documents`, and the sentences of `tests/recognition/actors.txt`. A proposal is right when the truth
knows it as acting or as benefiting. The first table is cross-validated: the confidence of a document's proposals comes
from all other documents. The second takes it from the documents and from the sentences the rules were made with, and
looks at those that no rule was made from: “read once”, and `tests/recognition/paragraphs.txt`. `--write` replaces
`recognition/data/calibration.csv` by the counts of all.

The organisations of the truths are also read back as a directory, as after an import that was accepted: that gives the
rules of the directory their counts.
"""

from __future__ import annotations

import csv
import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from documents.entering.reference import gazetteer_from_files
from documents.readers import read
from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document
from recognition.calibration import SURE, estimated
from recognition.gazetteer import Gazetteer, Organisation
from recognition.proposal import ProposedInitiative
from tests.recognition.scoring import is_heard, pairs, plain, true_initiatives, words

ROOT = Path(__file__).resolve().parent.parent
OWN = ROOT / "tests" / "recognition"
TABLE = ROOT / "recognition" / "data" / "calibration.csv"
LISTS = ("organisations", "persons", "communes", "beneficiary_communes", "contacts", "quantities")
FORMATS = (".docx", ".odt", ".pdf", ".md", ".txt")
BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 1.01)
NOT_USED = ("read once", "paragraphs.txt")
Told = tuple[str, bool]  # the rule, and whether it was right


@dataclass(frozen=True)
class Sample:
    name: str
    told: tuple[Told, ...]


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def samples(folders: list[Path]) -> list[Sample]:
    gazetteer = gazetteer_from_files()
    truths = [path for folder in folders for path in sorted(folder.glob("*.truth.json"))]
    directory = gazetteer.with_organisations(directory_of(truths))
    found: list[Sample] = []
    for path in truths:
        told = [*judged(path, gazetteer), *(one for one in judged(path, directory) if one[0].startswith("directory"))]
        found.append(Sample(path.name.removesuffix(".truth.json"), tuple(told)))
    for file in ("actors.txt", "paragraphs.txt"):
        found += sentences(file, gazetteer)
    return found


def directory_of(truths: list[Path]) -> list[Organisation]:
    named = {
        one["name"]: Organisation(one["name"], one["kind"])
        for path in truths
        for section in json.loads(path.read_text(encoding="utf-8"))["sections"]
        for initiative in section["initiatives"]
        for one in initiative.get("organisations", ())
        if one["kind"] != "particulier"
    }
    return list(named.values())


def judged(path: Path, gazetteer: Gazetteer) -> Iterator[Told]:
    truth = json.loads(path.read_text(encoding="utf-8"))
    stem = path.name.removesuffix(".truth.json")
    sources = [path.with_name(stem + ending) for ending in FORMATS]
    file = next(source for source in sources if source.exists())
    text = next(source for source in sources[3:] if source.exists()).read_text(encoding="utf-8")
    for section in truth["sections"]:
        for initiative in section["initiatives"]:
            initiative |= {name: initiative.get(name) or [] for name in LISTS}
    proposal = propose(read(file.read_bytes(), file.name), gazetteer)
    proposed = [{"text": one.text, "proposed": one} for one in proposal.initiatives]
    for true, seen in pairs(true_initiatives(truth, words(text)), proposed):
        benefiting = [
            one if isinstance(one, str) else one["name"] for one in true.get("beneficiary_organisations") or ()
        ]
        names = [one["name"] for one in (*true["organisations"], *true["persons"]) if one.get("name")]
        yield from judge(seen["proposed"], [*names, *benefiting], [])


def sentences(file: str, gazetteer: Gazetteer) -> Iterator[Sample]:
    """One sample a part of the file; who may be told or not counts neither as right nor as wrong."""
    part, told = file, []
    for record in (OWN / file).read_text(encoding="utf-8").split("\n\n"):
        sentence, *names = record.strip().splitlines()
        if sentence.startswith("## "):
            yield Sample(part, tuple(told))
            part, told = sentence[3:], []
        if not names or sentence.startswith("#"):
            continue
        heading = Block("Solidaires avec tous :", BlockKind.HEADING, 2)
        document = Document.of([heading, Block(sentence, BlockKind.ITEM, marker="-")])
        must, may = ([name[2:] for name in names if name[0] == mark] for mark in "+~")
        for initiative in propose(document, gazetteer).initiatives:
            told += judge(initiative, must, may)
    yield Sample(part, tuple(told))


def judge(initiative: ProposedInitiative, names: list[str], neither: list[str]) -> Iterator[Told]:
    known, open_names = list(map(plain, names)), list(map(plain, neither))
    for one in (*initiative.organisations, *initiative.persons):
        is_right = any(is_heard(name, [plain(one.name)]) for name in known)
        if is_right or not any(is_heard(name, [plain(one.name)]) for name in open_names):
            yield one.rule, is_right


def counts_of(every: list[Sample]) -> dict[str, tuple[int, int]]:
    seen, right = Counter(), Counter()
    for sample in every:
        for rule, is_right in sample.told:
            seen[rule] += 1
            right[rule] += is_right
    return {rule: (right[rule], seen[rule]) for rule in sorted(seen)}


def held_out(every: list[Sample]) -> list[tuple[float, bool]]:
    used = counts_of([sample for sample in every if sample.name not in NOT_USED])
    return [(estimated(rule, used), right) for one in every if one.name in NOT_USED for rule, right in one.told]


def cross_validated(every: list[Sample]) -> list[tuple[float, bool]]:
    told = []
    for sample in every:
        others = counts_of([other for other in every if other is not sample])
        told += [(estimated(rule, others), is_right) for rule, is_right in sample.told]
    return told


def reliability(told: list[tuple[float, bool]]) -> Iterator[str]:
    """Said and true by class of confidence; then the mean square error, and what is said of those that are sure."""
    yield "said        proposals  right  true"
    bins: dict[float, list[tuple[float, bool]]] = defaultdict(list)
    for said, is_right in told:
        bins[max(edge for edge in BINS if edge <= said)].append((said, is_right))
    for low, high in pairwise(BINS):
        if bins[low]:
            right = sum(is_right for _, is_right in bins[low])
            yield f"{low:.1f} – {min(high, 1):.1f}  {len(bins[low]):>9}  {right:>5}  {right / len(bins[low]):.2f}"
    yield f"mean square error {sum((said - is_right) ** 2 for said, is_right in told) / len(told):.4f}"
    sure = [is_right for said, is_right in told if said >= SURE]
    yield f"said ≥ {SURE}: {sum(sure)} of {len(sure)} right ({sum(sure) / max(1, len(sure)):.3f}); all: {len(told)}"


def main(arguments: list[str]) -> None:
    folders = [OWN / "documents", *(Path(one) for one in arguments if one != "--write")]
    every = samples(folders)
    for title, told in (
        ("cross-validated", cross_validated(every)),
        ("on what no rule was made from", held_out(every)),
    ):
        say(f"\n{title}")
        for line in reliability(told):
            say(line)
    if "--write" in arguments:
        with TABLE.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\n")
            writer.writerow(("rule", "right", "seen"))
            writer.writerows((rule, right, seen) for rule, (right, seen) in counts_of(every).items())


if __name__ == "__main__":
    main(sys.argv[1:])
