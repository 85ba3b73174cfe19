"""Which of the first blocks are the bulletin's head: masthead, place and date, title, subtitle.

Objet : Nos initiatives                       the title of a letter, whatever stands above it
De : … / Date : … / Objet : TR: Nos …         the head of a mail: sender, day, title
Le département solidaire / N° 7               the number may stand alone on the line below
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field

from recognition.gazetteer import Gazetteer
from recognition.layout import head
from recognition.layout.headings import below, is_solidarity_heading, looks_like_heading, repeats
from recognition.layout.mail import Mail, date_of, find_mail, sender_of, subject_of
from recognition.layout.margins import said_under
from recognition.layout.marks import FIELD, VERB, is_masthead
from recognition.layout.views import BlockView
from recognition.normalise import Source
from recognition.proposal import ProposedBulletin, ProposedValue

FIRST_BLOCKS = 16
LONGEST_TITLE = 260
# A line of place and date may hold a few more words: “Communiqué n° 21 – Arras, le …”.
SHORT_REST = 32
HAS_DONE = re.compile(r"\ba [a-z]{2,}(?:e|i|u|t|s)\b")
# “Infolettre « Voisins » – n° 22 – jeudi 11 mai”: the name of the bulletin, with its day.
NAMES_ISSUE = re.compile(
    r"(?:le |la )?(?:bulletin|lettre|infolettre|newsletter|gazette|journal|flash|echo)\b[^\d]{0,12}[a-z«\"“]{2,}"
    r"(?<!du)(?<!le) (?!\d)"
)
SUBJECT = re.compile(r"obje(?:t|ct) ?: ?")
NUMBER_ALONE = re.compile(r"\W*(?:n ?[°ºo]|numero) ?\d{1,4}\W*")
GREETING = re.compile(r"(?:madame|monsieur|mesdames|messieurs|cher|chere|chers|cheres|bonjour)\b.{0,80}$")


@dataclass(slots=True)
class Opening:
    used: set[int] = field(default_factory=set)
    masthead: list[BlockView] = field(default_factory=list)
    intro: list[BlockView] = field(default_factory=list)
    # The bulletin's title printed again: the title of the story below.
    story_titles: set[int] = field(default_factory=set)
    sender: ProposedValue | None = None


def read_opening(source: Source, views: list[BlockView], gazetteer: Gazetteer, bulletin: ProposedBulletin) -> Opening:
    opening = Opening()
    mail = find_mail(views)
    if mail:
        read_mail(source, mail, bulletin, opening)
        views = views[len(mail.used) :]
    if bulletin.date is None:
        read_date(source, views, gazetteer, bulletin, opening)
    lines = title_lines(views, opening)
    title = choose_title(lines) if bulletin.title is None else []
    subject = next((view for view in views[:FIRST_BLOCKS] if SUBJECT.match(view.low)), None)
    if subject and not mail:
        set_subject(source, subject, views, bulletin, opening)
        title = [subject]
        lines = [view for view in lines if view.index > subject.index]
    elif title:
        set_title(source, title, bulletin, opening)
    for view in lines:
        if view.index in opening.used:
            continue
        number = bulletin.number or head.number_in(source, view.span)
        if number and not bulletin.number:
            bulletin.number = number
            opening.masthead.append(view)
            opening.used.add(view.index)
        elif is_masthead(view.low) and not (title and view.index > title[-1].index):
            opening.masthead.append(view)
            opening.used.add(view.index)
        elif title and repeats(view, title[-1]):
            opening.story_titles.add(view.index)
            break
        elif title and (view.index < title[0].index or is_subtitle(view, title[-1], views)):
            opening.intro.append(view)
            opening.used.add(view.index)
    if bulletin.number is None and title:
        read_number_alone(source, views, title[-1], bulletin)
    if bulletin.number is None:
        read_number_of_noise(source, views, bulletin)
    bulletin.kind = "numbered" if bulletin.number else "special"
    return opening


def is_subtitle(view: BlockView, title: BlockView, views: list[BlockView]) -> bool:
    """Right below the title, unless it heads a story of its own: “Anne Exemple – Roubaix” above a sentence."""
    if view.index != title.index + 1 or view.is_item:
        return False
    if heads_like_others(view, views):
        return False
    following = next((other for other in views if other.index > view.index and not other.is_noise), None)
    heads_story = view.is_specific and not view.is_sentence and not VERB.search(view.low)
    return not (heads_story and following is not None and following.is_sentence)


def heads_like_others(view: BlockView, views: list[BlockView]) -> bool:
    """“EN BREF”, where “LE PORTRAIT” stands further down: the first of the headings.

    Plain lines look like any other: there both must speak of a theme, name nobody and stand above what is told.
    """
    if view.is_sentence:
        return False
    if not (view.is_shouted or view.block.bold or view.is_heading_kind):
        return all(any(heads_section(o, views) for o in some) for some in ([view], below(view, views)[1:]))
    return any(o.style == view.style and o.index > view.index + 1 and not (o.is_sentence or o.is_noise) for o in views)


def heads_section(view: BlockView, views: list[BlockView]) -> bool:
    """“Le soutien aux soignants”, right above a sentence."""
    return (
        view.is_themed
        and not view.is_specific
        and looks_like_heading(views, bisect_left(views, view.index, key=lambda one: one.index))
    )


def read_mail(source: Source, mail: Mail, bulletin: ProposedBulletin, opening: Opening) -> None:
    opening.used |= {view.index for view in mail.used}
    opening.masthead += mail.used
    if span := mail.values.get("date"):
        bulletin.date = date_of(source, span)
    if span := mail.values.get("sender"):
        opening.sender = sender_of(source, span)
    if span := mail.values.get("subject"):
        bulletin.title = subject_of(source, span)
        if bulletin.title and bulletin.title.span:
            bulletin.number = head.number_in(source, bulletin.title.span)


def set_subject(
    source: Source, subject: BlockView, views: list[BlockView], bulletin: ProposedBulletin, opening: Opening
) -> None:
    """What a letter is about is its title; who it goes to stands above."""
    start = subject.span[0] + SUBJECT.match(subject.low).end()
    bulletin.title = ProposedValue(source.excerpt((start, subject.span[1])), (start, subject.span[1]), 0.95)
    bulletin.number = bulletin.number or head.number_in(source, subject.span)
    above = [view for view in views if view.index < subject.index and view.index not in opening.used]
    opening.masthead += [*above, subject]
    opening.used |= {view.index for view in (*above, subject)}


def read_number_alone(source: Source, views: list[BlockView], title: BlockView, bulletin: ProposedBulletin) -> None:
    """“N° 7” on a line of its own right above or below the title."""
    for view in views[:FIRST_BLOCKS]:
        if 0 < abs(view.index - title.index) <= 2 and NUMBER_ALONE.fullmatch(view.low):
            bulletin.number = head.number_in(source, view.span)
            return


def read_date(
    source: Source, views: list[BlockView], gazetteer: Gazetteer, bulletin: ProposedBulletin, opening: Opening
) -> None:
    """Place and date stand alone on a line near the top, or at the foot of a letter."""
    near = [v for v in views[:FIRST_BLOCKS] if len(v.low) <= 160] + [
        v for v in reversed(views[-10:]) if len(v.low) <= 160
    ]
    for with_place in (True, False):
        for view in near:
            found = head.place_and_date(source, view.span, gazetteer, alone=not with_place)
            if not found or (with_place and not found.place) or (not with_place and view.index >= FIRST_BLOCKS):
                continue
            rest = len(view.low) - (found.span[1] - found.span[0])
            if not with_place and rest > 2 * SHORT_REST and view.is_sentence:
                continue  # “Suite à la tempête du 2 novembre, …”: the day of what happened
            bulletin.date, bulletin.place = found.date, found.place
            is_name = view.is_heading_kind and rest > SHORT_REST / 2
            if rest < SHORT_REST and not is_name and not NAMES_ISSUE.match(view.low):
                opening.used.add(view.index)
                opening.masthead.append(view)
                bulletin.number = head.number_in(source, view.span)
            return


def title_lines(views: list[BlockView], opening: Opening) -> list[BlockView]:
    """The short lines before the first sentence, section or address."""
    lines = []
    for view in views[:FIRST_BLOCKS]:
        if view.is_noise or view.index in opening.used:
            continue
        is_heading = view.is_heading_kind and len(view.low) < LONGEST_TITLE
        if said_under(view.low) or FIELD.match(view.low):
            break
        if is_solidarity_heading(view) and not (not lines and view.is_heading_kind and view.block.level == 1):
            break
        if not is_heading and (
            view.is_cell
            or (view.is_item and lines)
            or len(view.low) > LONGEST_TITLE
            or GREETING.match(view.low)
            or is_prose(view)
            or is_story(view)
        ):
            break
        if view.is_contact and not view.is_heading_kind:
            continue
        lines.append(view)
    return lines


def is_prose(view: BlockView) -> bool:
    text = view.block.text.rstrip()
    return (
        text.endswith((".", ":"))
        and len(text) > 60
        and not view.block.bold
        and not view.is_shouted
        and not re.search(r"n ?° ?\d+\s*:?$", text)
    ) or (len(text) > 180 and not view.block.bold)


def is_story(view: BlockView) -> bool:
    """“À Avion, le club Alpha a cousu 300 masques.”: a whole sentence that says who and where, however short."""
    text = view.block.text.rstrip()
    is_told = VERB.search(view.low) is not None or HAS_DONE.search(view.low) is not None
    return text.endswith(".") and bool(view.places) and view.has_actor and is_told


def choose_title(lines: list[BlockView]) -> list[BlockView]:
    best, best_score = -1, 0.0
    for position, view in enumerate(lines[:8]):
        score = title_score(view) - 0.3 * position
        if score > best_score:
            best, best_score = position, score
    if best < 0:
        return []
    title = [lines[best]]
    for view in lines[best + 1 : best + 4]:
        above = title[-1]
        runs_on = (
            above.block.text.rstrip().endswith((":", ",", "–", "-")) and not view.is_heading_kind
        ) or view.block.text[:1].islower()
        is_number_alone = re.fullmatch(r"n ?° ?\d+\W*", view.low) is not None
        if view.index == above.index + 1 and (runs_on or is_number_alone):
            title.append(view)
        else:
            break
    return title


def title_score(view: BlockView) -> float:
    if is_masthead(view.low) and not re.search(r"n ?° ?\d", view.low):
        return 0.2
    score = 1.0
    if view.is_heading_kind:
        score += 3.5 - 0.5 * view.block.level
    if re.search(r"\bn ?[°o] ?\d|\bnumero \d", view.low):
        score += 3
    score += 1.2 * view.block.bold + 1.0 * view.is_shouted
    if re.search(r"covid|solidair|solidarit|mobilis|entraide|bulletin|lettre|ensemble|initiative", view.low):
        score += 0.8
    if view.block.text.rstrip().endswith("."):
        score -= 1.5
    return score - (1.5 if len(view.low) < 12 else 0)


def set_title(source: Source, title: list[BlockView], bulletin: ProposedBulletin, opening: Opening) -> None:
    span = (title[0].span[0], title[-1].span[1])
    text = " ".join(view.block.text.strip() for view in title)
    bulletin.title = ProposedValue(text, span, 0.9)
    for view in title:
        bulletin.number = bulletin.number or head.number_in(source, view.span)
        opening.used.add(view.index)


def read_number_of_noise(source: Source, views: list[BlockView], bulletin: ProposedBulletin) -> None:
    """“Communiqué de presse n° 12” is no title, but it tells the number."""
    for view in views[:8]:
        if len(view.low) < 90 and re.search(r"\bcommunique|\bbulletin|\blettre", view.low):
            bulletin.number = head.number_in(source, view.span)
            if bulletin.number:
                return
