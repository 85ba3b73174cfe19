"""What the recogniser proposes: values, each with its place in the document's text and a confidence.

A `span` is a pair of offsets in `Document.text`; a `confidence` goes from 0 (a guess) to 1 (printed in full letters).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

Span = tuple[int, int]


class Level(StrEnum):
    INFO = "info"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Remark:
    """A doubt for the officer. `field` names what it is about, as in the JSON form (`communes`, `contacts`…)."""

    field: str
    level: Level
    message: str

    def as_dict(self) -> dict:
        return {"field": self.field, "level": str(self.level), "message": self.message}


@dataclass(frozen=True, slots=True)
class ProposedValue:
    """One value of the bulletin's head or of a section. `span` is None when the value was deduced, not printed."""

    value: str | int | date
    span: Span | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of the document kept as it is printed."""

    text: str
    span: Span


class Role(StrEnum):
    ACTS = "acts"
    BENEFITS = "benefits"
    LANDMARK = "landmark"


@dataclass(frozen=True, slots=True)
class ProposedCommune:
    """`role` tells the commune that acts from the one that benefits. `outside`: not in the document's department."""

    insee: str
    name: str
    role: Role
    span: Span
    confidence: float = 1.0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class ProposedArea:
    """`code` is the SIREN number of an EPCI or the code of a region or department, where there is one."""

    name: str
    kind: str
    span: Span
    code: str = ""
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ProposedContact:
    """`kind` is one of website, email, phone, facebook, twitter, other; `value` is normalised, `label` as printed.

    `remark` tells what was mended in it: empty for an address that stands as it is printed.
    """

    kind: str
    value: str
    span: Span
    label: str = ""
    confidence: float = 1.0
    remark: str = ""


@dataclass(frozen=True, slots=True)
class ProposedFigure:
    """`period` is one of total, per_day, per_week, target."""

    item: str
    amount: int | float
    unit: str
    period: str
    span: Span
    approximate: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class ProposedOrganisation:
    """`rule` names what it was recognised by: how often that is right gives its confidence (`calibration`)."""

    name: str
    kind: str
    span: Span
    confidence: float = 1.0
    rule: str = ""


@dataclass(frozen=True, slots=True)
class ProposedPerson:
    """`rule` as for an organisation."""

    name: str
    span: Span
    role: str = ""
    confidence: float = 1.0
    rule: str = ""


@dataclass(slots=True)
class ProposedInitiative:
    title: str
    text: str
    span: Span
    passages: list[Passage] = field(default_factory=list)
    organisations: list[ProposedOrganisation] = field(default_factory=list)
    persons: list[ProposedPerson] = field(default_factory=list)
    communes: list[ProposedCommune] = field(default_factory=list)
    areas: list[ProposedArea] = field(default_factory=list)
    contacts: list[ProposedContact] = field(default_factory=list)
    figures: list[ProposedFigure] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    confidence: float = 1.0

    def in_role(self, role: Role) -> list[ProposedCommune]:
        return [commune for commune in self.communes if commune.role is role]

    def as_dict(self) -> dict:
        return {
            "title": self.title,
            "text": " ".join(passage.text for passage in self.passages),
            "organisations": [{"name": o.name, "kind": o.kind} for o in self.organisations],
            "persons": [{"name": person.name} for person in self.persons],
            "communes": [{"insee": c.insee} for c in self.in_role(Role.ACTS)],
            "beneficiary_communes": [{"insee": c.insee} for c in self.in_role(Role.BENEFITS)],
            "areas": [{"name": area.name} for area in self.areas],
            "contacts": [{"kind": c.kind, "value": c.value} for c in self.contacts],
            "figures": [
                {
                    "item": figure.item,
                    "amount": figure.amount,
                    "unit": figure.unit,
                    "period": figure.period,
                    "approximate": figure.approximate,
                }
                for figure in self.figures
            ],
            "span": list(self.span),
            "remarks": [remark.as_dict() for remark in self.remarks],
        }


@dataclass(slots=True)
class ProposedSection:
    """`heading` as printed, None without one; `theme` is a slug; `intro` stands before the initiatives."""

    heading: ProposedValue | None = None
    theme: ProposedValue | None = None
    intro: list[Passage] = field(default_factory=list)
    initiatives: list[ProposedInitiative] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {
            "heading": self.heading.value if self.heading else None,
            "theme": self.theme.value if self.theme else None,
            "intro": joined(self.intro),
            "initiatives": [initiative.as_dict() for initiative in self.initiatives],
            "remarks": [remark.as_dict() for remark in self.remarks],
        }


@dataclass(slots=True)
class ProposedBulletin:
    number: ProposedValue | None = None
    kind: str = "special"
    title: ProposedValue | None = None
    date: ProposedValue | None = None
    place: ProposedValue | None = None
    signatory: ProposedValue | None = None
    function: ProposedValue | None = None
    intro: list[Passage] = field(default_factory=list)
    closing: list[Passage] = field(default_factory=list)
    links: list[ProposedContact] = field(default_factory=list)

    def as_dict(self) -> dict:
        return {
            "number": self.number.value if self.number else None,
            "kind": self.kind,
            "title": self.title.value if self.title else "",
            "date": self.date.value.isoformat() if self.date else None,
            "place": self.place.value if self.place else None,
            "signatory": self.signatory.value if self.signatory else None,
            "intro": joined(self.intro),
            "closing": joined(self.closing),
            "links": [link.value for link in self.links],
        }


@dataclass(slots=True)
class Proposal:
    """Every word of the document stands in a value of the head, in a section or in `unplaced`.

    Rows of marks (“*****”) hold no word: they stand nowhere.
    """

    bulletin: ProposedBulletin = field(default_factory=ProposedBulletin)
    sections: list[ProposedSection] = field(default_factory=list)
    unplaced: list[Passage] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)

    @property
    def initiatives(self) -> list[ProposedInitiative]:
        return [initiative for section in self.sections for initiative in section.initiatives]

    def as_dict(self) -> dict:
        return {
            "bulletin": self.bulletin.as_dict(),
            "sections": [section.as_dict() for section in self.sections],
            "unplaced": [passage.text for passage in self.unplaced],
            "remarks": [remark.as_dict() for remark in self.remarks],
        }


def joined(passages: list[Passage]) -> str:
    """On one line: the JSON form holds words; paragraphs are told by the passages and their spans."""
    return " ".join(passage.text for passage in passages)
