"""Where the stories end: thanks, calls to take part, signature, press office, list of addresses.

Le préfet remercie vivement…   Si vous souhaitez participer…   Vous aussi, signalez…   *****      closing
Bonne lecture, / Anne Exemple / Réseau Alpha, 15, place du Marché – 62000 Arras                    closing
Je veux citer enfin les couturières de Vimy, qui ont cousu 300 masques.                            a story, the last one
Contacts utiles / Mairie de … : 03 …                                                               address book
Contact presse : …                                                                                 press
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from recognition.layout.headings import Heading
from recognition.layout.marks import PRESS_CONTACT, VERB, is_masthead, opens_with_label
from recognition.layout.views import BlockView
from recognition.vocabulary import rows

OFFICE_SPEAKS = re.compile(
    r"\b(?:prefete?|prefecture|maire|presidente?|departement|municipalite|elus|nous|redaction|services? de"
    r" l'etat|conseil departemental)\b.{0,160}?"
    r"\b(?:remercie\w*|salu(?:e|ent|er|ons)|rappel(?:le|lent|ons)|felicit\w+|invit(?:e|ent|ons)|appel(?:le|lent"
    r"|ons)|tien(?:t|nent) a|adress(?:e|ent)|rencontre|encourage\w*|se rejoui\w+|comptons|renouvell\w+"
    r"|communiquera)\b"
)
CALL = re.compile(
    r"(?:(?:la mairie|la prefecture|l'equipe|notre equipe|le service) (?:\w+ )?(?:reste|se tient)|nous"
    r" (?:restons|nous tenons)|si vous |vous (?:aussi\b|[a-z]+ez\b|etes\b)|pour (?:participer|rejoindre"
    r"|s'engager|vous engager|faire"
    r" connaitre|signaler|proposer"
    r"|plus d'informations? sur l'ensemble|completer (?:ce|cette|la|le)|nous (?:ecrire|joindre|signaler))"
    r"|tout(?:e)? (?:citoyen|habitant|personne)|retrouvez|faites|signalez|n'hesitez|rendez-vous|restez|prenez"
    r" soin|le prochain|la prochaine|prochain|merci|un grand merci|bravo|cordialement|bien a vous|je vous prie"
    r"|veuillez|dans l'attente|a bientot|continuons|ensemble,|fait a "
    r"|il rappelle|elle rappelle|cette liste|ces (?:initiatives|actions|exemples|gestes|quelques)|toutes ces"
    r"|l'ensemble de ces|l'etat |les services de l'etat|chacun |d'autres initiatives|la prefecture|le"
    r" departement |mobilisation citoyenne|(?:le |la |l')?(?:prefete?|maire|presidente?)\b[^.]{0,60}$)"
)
# Words of leave and calls to the reader (`recognition/data/edges.csv`).
SIGN_OFF = re.compile("|".join(f"(?:{row['words']})" for row in rows("edges.csv") if row["part"] == "sign-off"))
POSTAL_ADDRESS = re.compile(r"(?<!\d)\d{5} [a-z]|\b(?:cedex|bp \d|cs \d)")
LONGEST_FOOT = 8
OF_THE_STATE = re.compile(r"[./]gouv\.fr/?$")
LONGEST_BESIDE = 12
BOOK_TITLE = re.compile(
    r"(?:les |nos |vos )?(?:contacts?|coordonnees|carnet d'adresses|adresses|numeros)(?: utiles?| pratiques?|"
    r" des (?:initiatives|structures|acteurs)| :)*(?: et (?:liens|adresses|coordonnees|numeros)(?: utiles)?)?["
    r" :]*"
)

LONGEST_SIGNATURE = 90
# The office of someone who signs, alone or beside a name.
SIGNS = re.compile(
    r"(?:pour )?(?:l[ea] |l')?(?:vice-)?(?:sous-)?(?:prefete?|presidente?|maire|direct(?:eur|rice)"
    r"|secretaire generale?|recteur|rectrice|chef de cabinet)\b(?: (?:d[eu]s? |de la |de l'|d')?[a-z' -]{2,50})?"
)


@dataclass(slots=True)
class Ending:
    closing: list[BlockView] = field(default_factory=list)
    book: list[BlockView] = field(default_factory=list)
    press: list[BlockView] = field(default_factory=list)


def split_ending(views: list[BlockView], headings: dict[int, Heading]) -> tuple[list[BlockView], Ending]:
    """The body without its end."""
    ending = Ending()
    views = take_press(views, ending)
    signed = signature_start(views)
    views, signature = views[:signed], views[signed:]
    views = take_book(views, ending)
    start = closing_start(views, headings)
    # A list of addresses may stand above the thanks: then it ends the body once they are gone.
    ending.closing = views[start:] + signature
    body = views[:start] if ending.book else take_book(views[:start], ending)
    return body, ending


def signature_start(views: list[BlockView]) -> int:
    """“Le sous-préfet, / Jeanne Lefebvre”, “Paul Martin, président de la Fédération”: short last lines, no verb."""
    start = len(views)
    for position in range(len(views) - 1, max(0, len(views) - 4), -1):
        view = views[position]
        if view.is_cell or view.is_item or view.contacts or len(view.low) > LONGEST_SIGNATURE or VERB.search(view.low):
            break
        if view.is_noise:
            continue
        is_person = bool(view.persons) and (SIGNS.search(view.low) is not None or start < len(views))
        if not is_person and not SIGNS.fullmatch(view.low.strip(" ,:")):
            follows = position and SIGNS.fullmatch(views[position - 1].low.strip(" ,:"))
            if not (view.persons and follows):
                break
        start = position
    return start


def closing_start(views: list[BlockView], headings: dict[int, Heading]) -> int:
    start = len(views)
    for position in range(len(views) - 1, -1, -1):
        view = views[position]
        if headings.get(view.index) is Heading.SECTION or view.is_cell:
            break
        is_last = position == len(views) - 1
        if (
            closes(view)
            or is_link_of_office(view)
            or (is_last and is_address(view))
            or (view.is_noise and start == position + 1)
        ):
            start = position
        elif view.is_noise or view.is_contact or is_foot(view, len(views) - position):
            continue
        elif view.is_specific or view.is_item:
            break
    return start


def closes(view: BlockView) -> bool:
    if view.is_item or tells_story(view):
        return False
    if OFFICE_SPEAKS.search(view.low[:260]) or SIGN_OFF.match(view.low):
        return not view.places or not view.has_actor
    return CALL.match(view.low) is not None and not (view.places and view.has_actor)


def is_address(view: BlockView) -> bool:
    """“CAPSO – 2 rue Camus, 62968 Longuenesse Cedex” at the very end: where the office sits."""
    return (
        not (view.is_item or view.is_cell or view.figures or VERB.search(view.low) or opens_with_label(view.low))
        and POSTAL_ADDRESS.search(view.low) is not None
        and len(view.low) < LONGEST_SIGNATURE
    )


def is_link_of_office(view: BlockView) -> bool:
    """“www.pas-de-calais.gouv.fr” alone on a last line, without a label that gives it to the story above."""
    links = [contact for contact in view.contacts if contact.kind != "other"]
    return (
        bool(links)
        and all(contact.kind == "website" and OF_THE_STATE.search(contact.value) for contact in links)
        and sum(contact.span[1] - contact.span[0] for contact in links) >= len(view.low) - LONGEST_BESIDE
        and not opens_with_label(view.low)
    )


def tells_story(view: BlockView) -> bool:
    """“Je veux saluer enfin les couturières de Vimy : 300 masques”: who or where, and how much."""
    return bool(view.figures) and view.is_specific and not SIGN_OFF.match(view.low)


def is_foot(view: BlockView, distance: int) -> bool:
    """A name, an office, an address by post: the short last lines of a letter, without a verb."""
    if distance > LONGEST_FOOT or len(view.low) >= LONGEST_SIGNATURE or view.figures or VERB.search(view.low):
        return False
    return not view.is_sentence or POSTAL_ADDRESS.search(view.low) is not None


def take_press(views: list[BlockView], ending: Ending) -> list[BlockView]:
    """“Contact presse” and the addresses below it, wherever they stand."""
    kept, follows = [], 0
    for view in views:
        if PRESS_CONTACT.search(view.low) and len(view.low) < 220:
            ending.press.append(view)
            follows = 5
        elif follows and (view.is_contact or is_masthead(view.low)) and len(view.low) < 160:
            ending.press.append(view)
            follows -= 1
        else:
            kept.append(view)
            follows = 0
    return kept


def take_book(views: list[BlockView], ending: Ending) -> list[BlockView]:
    """A title such as “Contacts utiles” with two addresses or more below it, down to the end of the body."""
    for position in range(len(views) - 1, -1, -1):
        view = views[position]
        if (view.contacts and len(view.low) < 300) or view.is_noise:
            continue
        below = views[position + 1 :]
        if (
            BOOK_TITLE.fullmatch(view.low)
            and sum(bool(v.contacts) for v in below) >= 2
            and all(names_someone(v) for v in below if v.contacts)
        ):
            ending.book = views[position:]
            return views[:position]
        break
    return views


def names_someone(view: BlockView) -> bool:
    return len(re.findall(r"[A-Z][a-z]+", view.block.text)) >= 1
