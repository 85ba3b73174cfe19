"""People who act together without a name.

“Des bénévoles”, “les élus”, “des musiciens” describe: they are nobody's name, and no organisation. Proposed are those
that a place or a number tells apart, when they act themselves:

les fleuristes berckois ont… · les couturières de Guemps · grâce à 62 couturières          proposed
des bénévoles préparent… · les élus appellent… · les élèves du lycée                       not proposed
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from french import nameless
from french.accents import without_accents
from recognition.actors.words import make
from recognition.normalise import Source, key
from recognition.proposal import ProposedOrganisation, Span

# “parents d’élèves” reads as one word here.
GROUPS = "|".join(["parents d'eleves", *(without_accents(word) for word in nameless.GROUPS)])
GROUP = re.compile(rf"(?:{GROUPS})(?![\w-])")
GROUP_ACTS = re.compile(
    r"(?:(?:action|aide|concours|soutien|travail|talents?|mobilisation|appui|benevolat) (?:de |des |d')|grace"
    r" (?:a |aux )"
    r"|mobilis\w{1,20}[^.;,]{0,30} |par |avec |reuni(?:t|ssent)? |rassembl(?:e|ent) |compte )"
    rf"(?:plusieurs |une \w+aine de |des |les |ses |\d+ |quelques |\w+ )?({GROUPS})\b"
    rf"|\b(?:des|plusieurs|les|\d+|de nombreu(?:x|ses)|une \w+aine de|quelques|(?!aux )\w+) ({GROUPS})\b"
    r"(?=(?: [a-z'-]+){0,6}? (?:ont|se sont|(?!peuvent|doivent|souhaitent|benefici|recoivent)[a-z]{2,}ent)\b)"
)
GROUP_TAIL = re.compile(
    r"(?: volontaires| benevoles| solidaires| retraites| retraitees)?"
    r"(?: (?:de |du |d')[A-Z][\w'-]*(?:[ -][A-Z][\w'-]*)*"
    r"| (?:du |de la )[a-z]{4,} [a-z-]+(?:ois|oise|ien|ienne)\b"
    r"| [a-z-]+(?:ois|oises|iens|iennes)\b)|"
)
# “les élus d’Arras”: what they do is told of the commune, or of nobody.
SPEAK_FOR_A_HALL = ("elus", "agents")
# “grâce à l’action de 62 couturières”, “a mobilisé autour d’elle plusieurs couturières”.
CALLED_UP = re.compile(r"(?:action|aide|concours|soutien|travail|mobilisation|appui|grace|mobilis)")
COUNTED = re.compile(r"(?:\b\d+|\w+aine de|plusieurs) $")


def groups(source: Source, span: Span) -> Iterator[ProposedOrganisation]:
    for match in GROUP_ACTS.finditer(source.low, *span):
        which = 1 if match[1] else 2
        tail = GROUP_TAIL.match(source.flat, match.end(which), span[1])
        whole = (match.start(which), tail.end() if tail else match.end(which))
        is_placed = whole[1] > match.end(which) and match[which] not in SPEAK_FOR_A_HALL
        is_called_up = CALLED_UP.match(match[0]) and COUNTED.search(source.low, max(0, whole[0] - 20), whole[0])
        if is_placed or is_called_up:
            yield make(source, whole, "collectif", f"group {'placed' if is_placed else 'counted'}")


def without_shorter_groups(found: list[ProposedOrganisation]) -> list[ProposedOrganisation]:
    """“des bénévoles … les bénévoles de Béthune”: people are told once, by what says most of them."""
    people = [key(organisation.name) for organisation in found if organisation.kind == "collectif"]
    return [
        organisation
        for organisation in found
        if not (
            GROUP.fullmatch(key(organisation.name))
            and any(name.startswith(f"{key(organisation.name)} ") for name in people)
        )
    ]
