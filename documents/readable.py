"""A proposal as plain text, for a person at the command line."""

from __future__ import annotations

from collections.abc import Iterator

from recognition.proposal import (
    Proposal,
    ProposedBulletin,
    ProposedFigure,
    ProposedInitiative,
    ProposedSection,
    Remark,
    Role,
)

PERIODS = {"total": "", "per_day": " par jour", "per_week": " par semaine", "target": " (objectif)"}
LEVELS = {"warning": "à vérifier", "info": "note"}


def readable(proposal: Proposal) -> str:
    """Head, sections, initiatives, what was not placed, remarks."""
    return "\n".join(lines(proposal))


def lines(proposal: Proposal) -> Iterator[str]:
    yield from head_lines(proposal.bulletin)
    for section in proposal.sections:
        yield ""
        yield from section_lines(section)
    if proposal.unplaced:
        yield ""
        yield "NON PLACÉ"
        for passage in proposal.unplaced:
            yield f"  · {passage.text}"
    if proposal.remarks:
        yield ""
        yield from remark_lines(proposal.remarks, "")


def head_lines(bulletin: ProposedBulletin) -> Iterator[str]:
    yield str(bulletin.title.value) if bulletin.title else "(sans titre)"
    number = f"n° {bulletin.number.value}" if bulletin.number else "hors-série ou sans numéro"
    day = bulletin.date.value.strftime("%d/%m/%Y") if bulletin.date else "sans date"
    place = str(bulletin.place.value) if bulletin.place else "sans lieu"
    signatory = f"signé {bulletin.signatory.value}" if bulletin.signatory else "sans signataire"
    yield f"{number} · {place}, {day} · {signatory}"
    for link in bulletin.links:
        yield f"  lien : {link.value}"


def section_lines(section: ProposedSection) -> Iterator[str]:
    heading = section.heading.value if section.heading else "(sans intertitre)"
    theme = section.theme.value if section.theme else "thème à choisir"
    yield f"▌{heading}  [{theme}]"
    yield from remark_lines(section.remarks, "  ")
    for number, initiative in enumerate(section.initiatives, start=1):
        yield f"  {number}. {initiative.title}"
        yield from initiative_lines(initiative)


def initiative_lines(initiative: ProposedInitiative) -> Iterator[str]:
    facts = {
        "acteurs": [f"{o.name} ({o.kind})" for o in initiative.organisations],
        "personnes": [person.name for person in initiative.persons],
        "communes": [f"{c.name} {c.insee}" for c in initiative.in_role(Role.ACTS)],
        "au profit de": [f"{c.name} {c.insee}" for c in initiative.in_role(Role.BENEFITS)],
        "territoires": [area.name for area in initiative.areas],
        "contacts": [contact.value for contact in initiative.contacts],
        "chiffres": [figure_words(figure) for figure in initiative.figures],
    }
    for label, values in facts.items():
        if values:
            yield f"     {label} : {', '.join(values)}"
    yield from remark_lines(initiative.remarks, "     ")


def figure_words(figure: ProposedFigure) -> str:
    amount = f"{figure.amount:,}".replace(",", "\u202f")
    return f"{'environ ' if figure.approximate else ''}{amount} {figure.unit}{PERIODS[figure.period]}"


def remark_lines(remarks: list[Remark], indent: str) -> Iterator[str]:
    for remark in remarks:
        yield f"{indent}! {LEVELS[remark.level]} : {remark.message}"
