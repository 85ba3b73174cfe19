"""What a page says anyway, taken out of its text: the title above it, the contacts listed below it, rows of stars.

Documents print them within the text, where a page has a place of its own for each. Only what says nothing else goes:
“Contact : 03 21 00 00 01” does, “Les dons se déposent au 03 21 00 00 01 avant midi” stays whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from french.accents import sort_key
from organisations.privacy import CONTACT_REMOVED, hide_contacts

SEPARATOR = re.compile(r"(?:[ \u00a0]*[*_=~#•·–—-]){3,}[ \u00a0]*")
SENTENCE = re.compile(r"(?<=[.!?…])(?=[ \u00a0]+[A-ZÀ-ÞŒ])")
# Not right after “]”: that is the target of a link.
BRACKET = re.compile(r"[ \u00a0]+\([^()\n]{1,200}\)")
# Words that only announce a contact. Those that tell what it is for (“inscriptions”, “pour participer”) are no labels.
LABEL_WORDS = frozenset(
    """
    contact contacts contacter contactez coordonnees joindre appeler appelez ecrire ecrivez adresse adresses
    information informations info infos renseignement renseignements detail details question questions
    plus davantage savoir toute toutes tout tous pour d de du des en le la les l au aux a et ou sur par via voir
    consulter consultez retrouver retrouvez suivre suivez aupres rendez vous nous disponible disponibles sont est
    tel telephone numero portable fixe mail mel courriel e email site sites internet web lien liens page pages
    compte groupe facebook twitter reseaux sociaux
    """.split()  # noqa: SIM905 - a list of words reads better as lines
)


@dataclass(frozen=True)
class SaidOnce:
    """A text without what stands beside it, and the pieces that were taken out, in the words of the text."""

    text: str
    taken: tuple[str, ...] = ()


def said_once(text: str, *, titles: Iterable[str] = (), contacts: Iterable[tuple[str, str]] = ()) -> SaidOnce:
    """`text` under one of `titles` and above `contacts` (kind, stored value). A text of nothing else stays as it is."""
    contacts = [(kind, value) for kind, value in contacts if value]
    kept: list[str] = []
    taken: list[str] = []
    announcing: list[str] = []  # lines such as “Pour en savoir plus :”, which go with the address below them
    for line in text.splitlines():
        if SEPARATOR.fullmatch(line) or (not any(kept) and not announcing and _is_one_of(line, titles)):
            taken.append(line.strip())
        elif _is_label(line) or (announcing and not line.strip()):
            announcing.append(line)
        elif CONTACT_REMOVED not in (hidden := hide_contacts(line, contacts)):  # as nearly all
            kept += [*announcing, line]
            announcing = []
        elif _are_labels(hidden):
            taken += [label.strip() for label in announcing if label] + [line.strip()]
            announcing = []
        else:
            left, pieces = _parted(line, contacts)
            kept += [*announcing, left]
            taken += pieces
            announcing = []
    left = re.sub(r"\n{3,}", "\n\n", "\n".join([*kept, *announcing])).strip()
    return SaidOnce(left, tuple(taken)) if taken and re.search(r"\w", left) else SaidOnce(text)


def _parted(line: str, contacts: list[tuple[str, str]]) -> tuple[str, list[str]]:
    """The line less its sentences and brackets that only give contacts, and these."""
    taken: list[str] = []

    def judged(bracket: re.Match[str]) -> str:
        if not _says_only_contacts(bracket[0], contacts):
            return bracket[0]
        taken.append(bracket[0].strip())
        return ""

    left = ""
    for piece in SENTENCE.split(line):  # each sentence with the white space before it
        if _says_only_contacts(piece, contacts):
            taken.append(piece.strip())
        else:
            left += BRACKET.sub(judged, piece)
    return left, taken


def _is_one_of(line: str, titles: Iterable[str]) -> bool:
    """The whole of a title, or what a long one was cut from: “Les couturières de Marck et des environs…”."""
    printed = sort_key(line)
    return bool(printed) and any(
        printed == key or (title.rstrip().endswith("…") and printed.startswith(key))
        for title in titles
        if (key := sort_key(title))
    )


def _is_label(line: str) -> bool:
    """“Pour en savoir plus :”, on a line of its own."""
    if not line.rstrip().endswith(":"):
        return False
    words = sort_key(line).split()
    return bool(words) and LABEL_WORDS.issuperset(words)


def _says_only_contacts(piece: str, contacts: list[tuple[str, str]]) -> bool:
    hidden = hide_contacts(piece, contacts)
    return CONTACT_REMOVED in hidden and _are_labels(hidden)


def _are_labels(hidden: str) -> bool:
    """Whether words that announce contacts are all that is left without these."""
    return LABEL_WORDS.issuperset(sort_key(hidden.replace(CONTACT_REMOVED, " ")).split())
