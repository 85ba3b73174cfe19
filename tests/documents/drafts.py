"""Drafts made by hand for tests of corrections: two sections, three initiatives, one passage not placed."""

from __future__ import annotations

from documents.review.draft import Draft, draft_of
from recognition.proposal import (
    Passage,
    Proposal,
    ProposedBulletin,
    ProposedCommune,
    ProposedContact,
    ProposedInitiative,
    ProposedOrganisation,
    ProposedSection,
    ProposedValue,
    Remark,
    Role,
)

TEXT = (
    "Bulletin des voisins\n\nDes nouvelles du mois.\n\nMesures de protection\n\n"
    "Marck coud des masques. Oye-Plage aussi : https://oye.exemple.fr\n\nCalais livre du pain près de Coulogne.\n\n"
    "Jeunes\n\nLens prête des tablettes.\n\nNe pas jeter sur la voie publique"
)


def span(words: str) -> tuple[int, int]:
    start = TEXT.index(words)
    return start, start + len(words)


def passage(words: str) -> Passage:
    return Passage(words, span(words))


def commune(insee: str, name: str, role: Role = Role.ACTS) -> ProposedCommune:
    return ProposedCommune(insee, name, role, span(name))


def initiative(words: str, title: str, **values) -> ProposedInitiative:
    return ProposedInitiative(title=title, text=words, span=span(words), passages=[passage(words)], **values)


def make_draft() -> Draft:
    protection = ProposedSection(
        heading=ProposedValue("Mesures de protection", span("Mesures de protection")),
        theme=ProposedValue("protection"),
        initiatives=[
            initiative(
                "Marck coud des masques. Oye-Plage aussi : https://oye.exemple.fr",
                "Masques à Marck",
                communes=[commune("62548", "Marck"), commune("62645", "Oye-Plage")],
                organisations=[ProposedOrganisation("Ville de Marck", "collectivite", span("Marck"))],
                contacts=[ProposedContact("website", "https://oye.exemple.fr", span("https://oye.exemple.fr"))],
            ),
            initiative(
                "Calais livre du pain près de Coulogne.",
                "Pain à Calais",
                communes=[commune("62193", "Calais"), commune("62244", "Coulogne", Role.LANDMARK)],
                remarks=[Remark("communes", "warning", "Coulogne : simple repère ?")],
            ),
        ],
    )
    young = ProposedSection(
        heading=ProposedValue("Jeunes", span("Jeunes")),
        theme=ProposedValue("jeunes"),
        initiatives=[
            initiative("Lens prête des tablettes.", "Tablettes à Lens", communes=[commune("62498", "Lens")]),
        ],
    )
    bulletin = ProposedBulletin(
        title=ProposedValue("Bulletin des voisins", span("Bulletin des voisins")),
        intro=[passage("Des nouvelles du mois.")],
    )
    return draft_of(Proposal(bulletin=bulletin, sections=[protection, young]), TEXT)
