"""What a text must not be printed with: words to be replaced, rows of stars, the same contact twice, hidden names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bulletins.checks.remarks import Block, Mend, Problem
from french.richtext import plain_text
from french.wording import enumerated
from initiatives.repetition import SaidOnce
from organisations.contacts import EMAIL, PHONE, contact_label, contacts_in
from organisations.privacy import hide_names

# What people leave in a text to come back to. “[nom retiré]” and the like are ours; “[mots](adresse)” is a link.
PLACEHOLDER = re.compile(
    r"à compléter|a completer|\blorem\b|\bx{3,}\b|\btodo\b"
    r"|\[(?!(?:nom|coordonnée|passage) retirée?\])[^\]]*\](?!\()",
    re.IGNORECASE,
)
# Three signs may be emphasis where they touch a word (“***Merci***”); four, or three that stand alone, are not.
STARS = re.compile(r"(?<![*_=~#])(?:[*_=~#][ \u00a0]?){4,}|(?<!\S)(?:[*_=~#][ \u00a0]?){3}(?!\S)")


def without_stars(text: str) -> str:
    """The text less its rows of stars and the lines that these leave empty."""
    lines = [
        (STARS.sub(" ", line).strip() if STARS.search(line) else line, bool(STARS.search(line)))
        for line in text.splitlines()
    ]
    kept = "\n".join(line for line, had_stars in lines if line or not had_stars)
    return re.sub(r"\n{3,}", "\n\n", kept).strip()


def unfinished(what: str, text: str, initiative_id: int | None = None, block: Block | None = None) -> Iterator[Problem]:
    """A text that still holds a word to be replaced: “à compléter”, “xxx”, “[ … ]”."""
    if found := PLACEHOLDER.search(text):
        message = f"{what} contient « {found[0]} » : terminez ou ôtez ce passage."
        yield Problem(message, initiative_id=initiative_id, block=block)


def starred(
    what: str, *, written: str, printed: str, initiative_id: int | None = None, block: Block | None = None
) -> Iterator[Problem]:
    """A row of stars that the page would print; those that stand alone on a line are left out by themselves."""
    if found := STARS.search(printed):
        mend = Mend("etoiles", "Ôter les étoiles", written, without_stars(written))
        message = f"{what} contient une ligne de signes « {found[0].strip()} » : ôtez-la."
        yield Problem(message, initiative_id=initiative_id, block=block, mend=mend)


def contact_twice(
    what: str, printed: str, initiative_id: int | None = None, block: Block | None = None
) -> Iterator[Problem]:
    """A text that prints one number or one e-mail twice, however they are written."""
    # As it is read: the address behind the words of a link is not printed.
    read = plain_text(printed)
    told = Counter(
        one for pattern in (EMAIL, PHONE) for found in pattern.finditer(read) for one in contacts_in(found[0])
    )
    twice = [contact_label(kind, value) for (kind, value), count in told.items() if count > 1]
    if twice:
        message = f"{what} imprime deux fois {enumerated(twice)} : gardez une seule mention."
        yield Problem(message, initiative_id=initiative_id, block=block)


def said_twice(
    what: str, told: SaidOnce, written: str, initiative_id: int | None = None, block: Block | None = None
) -> Iterator[Problem]:
    """What the page gives in a place of its own is not printed in the text too; the officer's text stays as it is."""
    if told.taken:
        pieces = " », « ".join(told.taken)
        message = f"Dans {what}, ne sera pas répété dans le texte ce que la page donne déjà à part : « {pieces} »."
        mend = Mend("doublon", "Ôter du texte", written, told.text)
        yield Problem(message, is_blocking=False, initiative_id=initiative_id, block=block, mend=mend)


def hidden_names(
    what: str, names: Iterable[str], text: str, initiative_id: int, block: Block | None = None
) -> Iterator[Problem]:
    """A text that names someone whose name is not public: publication would have to print “[nom retiré]”."""
    named = sorted({name for name in names if hide_names(text, [name]) != text})
    if named:
        message = (
            f"{what} nomme {enumerated(named)}, sans accord noté pour le dire en public : notez l’accord sur la fiche "
            "de la personne, ou écrivez le texte sans ce nom."
        )
        mend = Mend("nom", "Écrire « [nom retiré] » à la place", text, hide_names(text, named))
        yield Problem(message, initiative_id=initiative_id, block=block, mend=mend)
