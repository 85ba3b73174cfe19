"""What a text must not be printed with: words to be replaced, rows of stars, the same contact twice, hidden names."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bulletins.checks.remarks import Mend, Problem
from bulletins.checks.texts import Text
from french.richtext import plain_text
from french.wording import enumerated
from initiatives.models import Initiative
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


def of_a_text(text: Text) -> Iterator[Problem]:
    """What no text may be printed with, then what it would have said twice."""
    initiative_id = text.initiative.pk if text.initiative else None

    def problem(message: str, **details: Any) -> Problem:
        return Problem(message, initiative_id=initiative_id, block=text.block, **details)

    if found := PLACEHOLDER.search(text.printed):
        yield problem(f"{text.what} contient « {found[0]} » : terminez ou ôtez ce passage.")
    if found := STARS.search(text.printed):
        mend = Mend("etoiles", "Ôter les signes", text.written, without_stars(text.written))
        yield problem(f"{text.what} contient une ligne de signes « {found[0].strip()} » : ôtez-la.", mend=mend)
    if twice := _printed_twice(text.printed):
        yield problem(f"{text.what} imprime deux fois {enumerated(twice)} : gardez une seule mention.")
    if hidden := hidden_names(text.initiative, text.written):
        message = (
            f"{text.what} nomme {enumerated(hidden)}, sans accord noté pour le dire en public : notez l’accord sur la "
            "fiche de la personne, ou écrivez le texte sans ce nom."
        )
        after = hide_names(text.written, hidden)
        yield problem(message, mend=Mend("nom", "Écrire « [nom retiré] » à la place", text.written, after))
    if text.told.taken:
        # What the page gives in a place of its own is left out by itself; the officer's text stays as it is.
        pieces = " », « ".join(text.told.taken)
        message = f"Dans {text.name}, ne sera pas répété dans le texte ce que la page donne déjà à part : « {pieces} »."
        yield problem(message, is_blocking=False, mend=Mend("doublon", "Ôter du texte", text.written, text.printed))


def _printed_twice(printed: str) -> list[str]:
    """Numbers and e-mails that stand twice in one text, however they are written."""
    # As it is read: the address behind the words of a link is not printed.
    read = plain_text(printed)
    found = (match[0] for pattern in (EMAIL, PHONE) for match in pattern.finditer(read))
    told = Counter(one for words in found for one in contacts_in(words))
    return [contact_label(kind, value) for (kind, value), count in told.items() if count > 1]


def hidden_names(initiative: Initiative | None, written: str) -> list[str]:
    """Of the persons of an initiative, those whose name is not public and stands in the text all the same."""
    if initiative is None:
        return []
    names = {person.name for person in initiative.persons.all() if not person.is_public}
    return sorted(name for name in names if hide_names(written, [name]) != written)
