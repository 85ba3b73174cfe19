"""Which faults a campaign injects, its controls, and what it says of both."""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator

from tests.faults.asking import Act
from tests.faults.campaign import CLOCK, FILE, Campaign, Fault, Outcome
from tests.faults.ground import Ground

# For each kind a variant of the site that can lose, and where the fault finds it. `…` is the last point of that name.
CONTROLS = (
    ("process-killed", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("process-killed", "publish", "COMMIT#…", "answered-early"),
    ("server-killed", "publish", "ANSWER#1", "not-on-disk"),
    ("backend-killed", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("connection-cut", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("database-disk-full", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("read-only", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("slow-query", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("lock-timeout", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("deadlock", "publish", "INSERT bulletins_edition#1", "no-transaction"),
    ("read-only-server", "approve", "", "swallowed"),
    ("no-connection", "approve", "", "swallowed"),
    ("files-disk-full", "due", "WRITE media.pdf#1", "written-in-place"),
    (FILE, "due", "pdf@500", "written-in-place"),
    ("printer-broken", "due", "", "believes-printer"),
    ("fonts-broken", "due", "", "believes-fonts"),
    ("mail-away", "invite", "", "believes-mail"),
    ("mail-refuses", "invite", "", "believes-mail"),
    ("mail-hangs", "invite", "", "believes-mail"),
    ("mail-cut", "told", "", "believes-mail"),
    (CLOCK, "hour-autumn-second", "an-hour-early", "wall-clock"),
)


def wanted(options: argparse.Namespace) -> set[str]:
    """The acts that are asked for, and those of their controls; none for all."""
    if not options.only:
        return set()
    controls = {act for kind, act, *_ in CONTROLS if options.controls == "all" or kind in options.controls.split()}
    return {*_names(options.only.split("/")[0]), *controls}


def run(ground: Ground, acts: dict[str, Act], options: argparse.Namespace) -> int:
    began = time.monotonic()
    campaign = Campaign(ground, acts)
    only = options.only.split("/", 2)
    asked = [name for name in acts if not only[0] or name in _names(only[0])]
    every = [fault for name in asked for fault in campaign.faults(name) if _is_meant(fault, only)]
    if not every:
        _say(f"Aucune panne ne s’appelle {options.only}.")
        return 2
    outcomes = list(_struck(campaign, chosen(every, options.count or len(every), options.seed), options))
    missed = list(_missed_controls(campaign, options.controls, {one.fault.kind for one in outcomes}))
    for line in table(outcomes):
        _say(line)
    _say(f"graine {options.seed}, {len(every)} pannes possibles, {time.monotonic() - began:.0f} s")
    for line in missed:
        _say(f"TÉMOIN MANQUÉ : {line}")
    injected = [one for one in outcomes if one.is_struck]
    for one in outcomes:
        if not one.is_struck:
            _say(f"PANNE MANQUÉE : {one.fault} n’a pas frappé")
    lost, half = sum(bool(one.lost) for one in injected), sum(bool(one.half) for one in injected)
    _say(f"faults: {len(injected)} injectées, {lost} perdues, {half} à moitié faites")
    return int(bool(lost or half or missed or len(injected) < len(outcomes)))


def chosen(faults: list[Fault], count: int, seed: int) -> list[Fault]:
    """That many of them: one of each kind first, then one of each kind and act, before a second one of any. Those of an
    act come together."""
    drawn = random.Random(seed)
    left = sorted(faults)
    drawn.shuffle(left)
    first = {fault.kind: fault for fault in left}
    picked = list(first.values())[:count]
    left = [fault for fault in left if fault not in picked]
    seen = {(fault.act, fault.kind) for fault in picked}
    while left and len(picked) < count:
        rest = []
        for fault in left:
            if (fault.act, fault.kind) in seen or len(picked) >= count:
                rest.append(fault)
            else:
                seen.add((fault.act, fault.kind))
                picked.append(fault)
        left, seen = rest, set()
    return sorted(picked)


def table(outcomes: Iterable[Outcome]) -> list[str]:
    """How many faults of each kind struck each act; a star where something was lost."""
    counts = Counter((one.fault.act, one.fault.kind) for one in outcomes if one.is_struck)
    bad = {(one.fault.act, one.fault.kind) for one in outcomes if not one.is_whole}
    acts, kinds = (sorted({cell[index] for cell in counts}) for index in (0, 1))
    widest = max(map(len, kinds), default=0)
    lines = [f"{'':{widest}} {' '.join(acts)}   total"]
    for kind in kinds:
        cells = [f"{counts[act, kind] or '·'}{'*' if (act, kind) in bad else ''}".rjust(len(act)) for act in acts]
        lines.append(f"{kind:{widest}} {' '.join(cells)} {sum(counts[act, kind] for act in acts):7}")
    return lines


def _is_meant(fault: Fault, only: list[str]) -> bool:
    """Each part is a name, or several between brackets: “publish/(deadlock|slow-query)”."""
    named = (fault.act, fault.kind, fault.at)
    return all(not part or name in _names(part) for part, name in zip(only, named, strict=False))


def _names(part: str) -> list[str]:
    return part.strip("()").split("|")


def _struck(campaign: Campaign, faults: list[Fault], options: argparse.Namespace) -> Iterator[Outcome]:
    for number, fault in enumerate(faults, start=1):
        outcome = campaign.strike(fault)
        if options.json:
            told = {"fault": str(fault), "is_struck": outcome.is_struck, "left": outcome.left}
            with options.json.open("a", encoding="utf-8") as file:
                file.write(json.dumps(told | {"lost": outcome.lost, "half": outcome.half}) + "\n")
        for words in (*outcome.lost, *outcome.half):
            _say(f"{fault} : {words}\n    make faults ONLY='{fault}'")
        if sys.stderr.isatty() or options.verbose:
            sys.stderr.write(f"{number}/{len(faults)} {fault} : {outcome.status}, {outcome.left}\n")
        yield outcome


def _missed_controls(campaign: Campaign, asked: str, kinds: set[str]) -> Iterator[str]:
    """The controls that the campaign did not find out, of the kinds that were injected."""
    for kind, act, at, weakness in CONTROLS:
        if kind not in (kinds if asked == "all" else asked.split()):
            continue
        if at.endswith("#…"):
            same = [point for point in campaign.learn(act).points if point.startswith(at[:-1])]
            at = same[-1]
        outcome = campaign.strike(Fault(act, kind, at), weakness=weakness)
        if not outcome.is_whole:
            _say(f"témoin vu, {kind} {weakness} : {(*outcome.lost, *outcome.half)[0]}"[:160])
        else:
            yield f"{kind} ne voit pas « {weakness} » ({act} {at})"


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()
