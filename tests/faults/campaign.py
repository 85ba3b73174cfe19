"""One fault after the other, and what is asked after each.

Of an act that was answered as done, all stands; of another one, all or nothing. Nothing that may never be is there. The
site answers again by itself, and the act that left nothing is then done by whoever asks again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

from tests.faults.asking import Act
from tests.faults.clock import SEQUENCES, beats_of
from tests.faults.files import CUTS, broken_files, cut, files_of
from tests.faults.ground import Ground
from tests.faults.mail import MANNERS
from tests.faults.state import Change, State, change, half_done, mails_believed, state_of

IN_DATABASE = (
    "backend-killed", "connection-cut", "database-disk-full", "read-only", "slow-query", "lock-timeout", "deadlock",
)  # fmt: skip
AROUND = ("read-only-server", "no-connection")
PRINTING = ("printer-broken", "fonts-broken")
MAILING, PRINTED = ("invite", "told"), ("due",)
WITH_FILES = ("receive", "due", "backup")
ABOUT_FILES = ("files-disk-full", *PRINTING)
CLOCK, FILE = "clock-jump", "file-cut"
SAID_IN_JOURNAL = ("backoffice_journalline", "came", frozenset())
SOUND = {"kind": "", "at": "-"}  # strikes nowhere


@dataclass(frozen=True, order=True)
class Fault:
    act: str
    kind: str
    at: str = ""

    def __str__(self) -> str:
        return "/".join(filter(None, (self.act, self.kind, self.at)))


@dataclass
class Outcome:
    """`lost`: told as done, and not there. `half`: what is left is neither all nor nothing, or does not heal."""

    fault: Fault
    is_struck: bool = False
    status: int = 0
    left: str = ""
    lost: list[str] = field(default_factory=list)
    half: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        return not self.lost and not self.half


@dataclass(frozen=True)
class Known:
    """What an act does when nothing strikes: its answer, its change, and the points that it passes."""

    status: int
    whole: Change
    points: tuple[str, ...]


class Campaign:
    def __init__(self, ground: Ground, acts: dict[str, Act]) -> None:
        self.ground, self.acts = ground, acts
        self.known: dict[str, Known] = {}
        self.asked_again: set[tuple[str, str]] = set()
        self.standing = ""  # the act that was done, undisturbed, and stands with its files
        self.ground.renew()
        self.ready: State = state_of(ground.owner)
        self.before = self.ready  # what stands when the act begins
        self.is_touched = False
        wrong = half_done(ground.owner)
        assert not wrong, f"The ground itself is not sound: {wrong}"

    def learn(self, name: str) -> Known:
        """The act once, undisturbed; what it leaves is asked as after a fault."""
        if name not in self.known:
            act = self.acts[name]
            self._begin(act)
            status = self._do(name, {"kind": "", "at": ""}, _moment(act))
            whole = change(self.before, state_of(self.ground.owner))
            points = tuple((self.ground.files / "points").read_text(encoding="utf-8").splitlines())
            self.is_touched = True
            wrong = half_done(self.ground.owner) + broken_files(self.ground, act, is_done=True)
            assert self._is_done(name, status), f"{name}: {status}"
            assert whole or name == "backup", f"{name} changes nothing"
            assert not wrong, f"{name}: {wrong}"
            self.known[name] = Known(status, whole, points)
        return self.known[name]

    def faults(self, name: str) -> Iterator[Fault]:
        """Every fault that can strike this act."""
        if self.acts[name].hour:
            yield from (Fault(name, CLOCK, sequence) for sequence in SEQUENCES)
            return
        is_backup = name == "backup"
        for point in self.learn(name).points:
            is_file = point.startswith(("WRITE", "RENAME", "REMOVE", "MKDIR", "RUN"))
            yield Fault(name, "process-killed", point)
            if point.startswith("WRITE"):
                yield Fault(name, "files-disk-full", point)
            if not is_file or is_backup:
                yield Fault(name, "server-killed", point)
            if not is_file and not point.startswith(("COMMITTED", "ANSWER")):
                yield from (Fault(name, kind, point) for kind in IN_DATABASE)
        yield from (Fault(name, kind) for kind in AROUND if not (is_backup and kind == "read-only-server"))
        yield from (Fault(name, kind) for kind in MANNERS if name in MAILING)
        yield from (Fault(name, kind) for kind in PRINTING if name in PRINTED)
        yield from (Fault(name, FILE, f"{kind}@{share}") for kind in files_of(name) for share in CUTS)

    def strike(self, fault: Fault, *, weakness: str = "") -> Outcome:
        known, outcome, act = self.learn(fault.act), Outcome(fault), self.acts[fault.act]
        if fault.kind == FILE:
            return self._cut_file(outcome, weakness)
        self._begin(act)
        if fault.kind == CLOCK:
            return self._jump(outcome, known, weakness)
        with ExitStack() as around:
            self._surround(fault.kind, around)
            outcome.status = self._do(fault.act, {"kind": fault.kind, "at": fault.at, "weakness": weakness})
            said = self._is_said(act)
        outcome.is_struck = self._is_struck(fault.kind)
        self._heal(outcome)
        self._judge(outcome, known, said=said, sound=SOUND | {"weakness": weakness})
        return outcome

    def _is_struck(self, kind: str) -> bool:
        files = self.ground.files
        return (kind in (*AROUND, *MANNERS) or (files / "struck").exists()) and not (files / "failed").exists()

    def _begin(self, act: Act) -> None:
        self.ground.renew(is_touched=self.is_touched)
        self.is_touched, self.standing, self.before = bool(act.plan), "", self.ready
        if act.plan:
            self.ground.leave_one_plan(act.plan)
            self.before = state_of(self.ground.owner)

    def _surround(self, kind: str, around: ExitStack) -> None:
        if kind == "read-only-server":
            around.enter_context(self.ground.read_only())
        elif kind == "no-connection":
            around.enter_context(self.ground.no_connection_left())
        elif kind in MANNERS:
            self.ground.mail.behave(kind)

    def _do(self, name: str, fault: dict[str, Any] | None, now: str = "") -> int:
        act = self.acts[name]
        return self.ground.send(act.sent, fault)[0] if act.sent else self.ground.run(act, fault, now)

    def _is_done(self, name: str, status: int) -> bool:
        """Whether the answer says that it is done."""
        if self.acts[name].door == "worker":
            return status == 0
        return 200 <= status < 400 and (name not in self.known or status == self.known[name].status)

    def _is_said(self, act: Act) -> bool:
        """Whether the next page says that the mail has left."""
        if not act.said or not self.ground.set_cookies:
            return False
        cookies = f"{act.sent.cookies}; {self.ground.set_cookies}"
        return act.said.encode() in self.ground.get("/admin/", cookies=cookies)[1]

    def _heal(self, outcome: Outcome) -> None:
        try:
            self.ground.heal()
        except AssertionError as error:
            outcome.half.append(str(error))

    def _judge(self, outcome: Outcome, known: Known, *, said: bool, sound: dict[str, Any]) -> None:
        name, act = outcome.fault.act, self.acts[outcome.fault.act]
        left = change(self.before, state_of(self.ground.owner))
        wholes = [known.whole]
        if act.said and not said:  # what is promised by mail is a second step, and its line in the journal with it
            wholes.append(known.whole - Change([SAID_IN_JOURNAL]))
        outcome.left = "tout" if left in wholes else "rien" if not left else "une partie"
        is_done = act.door == "web" and self._is_done(name, outcome.status)
        if is_done and left not in wholes:
            outcome.lost.append(f"répondu {outcome.status}, et il reste {outcome.left}")
        elif outcome.left == "une partie":
            outcome.half.append(f"il reste une partie : {_told(left, known.whole)}")
        mails = self.ground.mail.received
        if (said or mails_believed(self.ground.owner)) and not mails:
            outcome.lost.append("un courriel est dit parti, que personne n’a reçu")
        if left:
            self.is_touched = True
            outcome.half += half_done(self.ground.owner)
        cell = (name, outcome.fault.kind)
        is_new = cell not in self.asked_again or outcome.fault.kind in ABOUT_FILES
        if outcome.is_whole and is_new and (not left or not act.sent):
            self.asked_again.add(cell)
            self._again(outcome, known, sound)
        self._look(outcome, act, sound)

    def _again(self, outcome: Outcome, known: Known, sound: dict[str, Any]) -> None:
        """Whoever got no answer asks once more; the worker comes round again."""
        name = outcome.fault.act
        status = self._do(name, sound)
        self.is_touched = True
        left = change(self.before, state_of(self.ground.owner))
        wholes = [known.whole]
        if self.acts[name].tells_failures:
            wholes.append(known.whole + Change([SAID_IN_JOURNAL]))
        if not self._is_done(name, status) or left not in wholes:
            outcome.half.append(f"refait ({status}), il manque encore : {_told(left, known.whole)}")
        outcome.half += half_done(self.ground.owner)
        outcome.left += ", puis tout"

    def _look(self, outcome: Outcome, act: Act, sound: dict[str, Any]) -> None:
        """What the public sees, and what is kept."""
        is_done = "tout" in outcome.left
        if act.page and (status := self.ground.get(act.page, sound)[0]) != (200 if is_done else 404):
            outcome.half.append(f"{act.page} répond {status}")
        if outcome.fault.act in WITH_FILES:
            outcome.half += broken_files(self.ground, act, is_done=is_done, sound=sound)

    def _cut_file(self, outcome: Outcome, weakness: str) -> Outcome:
        """A file that is kept stops in the middle: the disk was full, the machine lost its current."""
        name = outcome.fault.act
        if self.standing != name:
            self._begin(self.acts[name])
            self._do(name, None)
            self.is_touched, self.standing = True, name
        kind, _, share = outcome.fault.at.partition("@")
        with cut(self.ground, kind, int(share)) as is_cut:
            outcome.is_struck = is_cut
            outcome.half += broken_files(
                self.ground, self.acts[name], is_done=True, sound=SOUND | {"weakness": weakness}, was_cut=kind
            )
        outcome.left = "tout"
        return outcome

    def _jump(self, outcome: Outcome, known: Known, weakness: str) -> Outcome:
        """The worker comes round at moments that do not follow each other."""
        act, outcome.is_struck, self.is_touched = self.acts[outcome.fault.act], True, True
        is_out = False
        for moment, is_due in beats_of(act.hour, outcome.fault.at):
            self._do(outcome.fault.act, SOUND | {"weakness": weakness}, moment)
            is_out = is_out or is_due
            left = change(self.before, state_of(self.ground.owner))
            if left != (known.whole if is_out else Change()):
                outcome.half.append(f"à {moment} : {_told(left, known.whole if is_out else Change())}")
        outcome.left = "tout" if is_out else "rien"
        outcome.half += half_done(self.ground.owner)
        self._look(outcome, act, SOUND)
        return outcome


def _moment(act: Act) -> str:
    """When an act that is due at an hour is done undisturbed."""
    return beats_of(act.hour, "on-time")[0][0] if act.hour else ""


def _told(left: Change, whole: Change) -> str:
    missing, more = whole - left, left - whole
    parts = [*(f"manque {_line(one)}" for one in missing), *(f"en trop {_line(one)}" for one in more)]
    return ", ".join(parts[:4])


def _line(one: tuple[str, str, frozenset[str]]) -> str:
    table, what, columns = one
    return f"{what} {table} {' '.join(sorted(columns))}".strip()
