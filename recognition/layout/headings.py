"""Which blocks are headings, and whether each opens a section or a single story.

- Solidaires avec les personnels soignants :      section, whatever its style
LES PLUS FRAGILES · 1. Protéger · **Protéger**    section: short, no full stop, speaks of a theme, names nobody
La ville de Marck habille ses habitants           story: names who or where
L’entreprise BALSAN, située à Calais…             story
LUMBRES · ## Calais                               place: what stands below happens there
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from recognition.layout.marks import VERB
from recognition.layout.views import BlockView
from recognition.normalise import key

SOLIDARITY = re.compile(
    r"[\s#*–•-]*(?:\d{1,2}[.)] ?|[ivx]{1,4}[.)-] ?)?(?:etre |rester |toujours |tous )?solidaires?\b(?: (?:avec"
    r"|dans|envers|pour|face|aupres|par|au|aux|autour|contre|a |en|des|du|de|et|meme)\b| ?:|$)"
)
# “Thème : jeunesse”, “Axe 2 : protéger”.
NAMED_SECTION = re.compile(
    r"(?:themes?|thematiques?|rubrique|axe|volet|domaine|chapitre|partie)(?: n?°? ?\d+)? ?[:–-] ?\S"
)
# A title above its paragraph may tell the whole story: “Les couturières de Lens cousent des masques”.
ENDS_TITLE = re.compile(r"[^\W_]|[»)\"”]")
# A sentence that ends before the line does, an address.
NO_TITLE = re.compile(r"\n|\w{3}[.!?…]\s|@|https?:|www\.|(?:\d\d[ .]?){5}")
LONGEST_TITLE = 120
LONGEST = 150
LONGEST_PLAIN = 90
LONGEST_SAYING = 60
MOSTLY = 0.7
SURELY = 0.6
REACH = 40
LOWEST = 9


class Heading(StrEnum):
    SECTION = "section"
    STORY = "story"
    PLACE = "place"


def find_headings(views: list[BlockView]) -> dict[int, Heading]:
    """Index of each heading block → what it opens. Headings of one style are judged together."""
    candidates = [view for position, view in enumerate(views) if looks_like_heading(views, position)]
    styles: dict[tuple, list[BlockView]] = defaultdict(list)
    found: dict[int, Heading] = {}
    for view in candidates:
        if is_solidarity_heading(view):
            found[view.index] = Heading.SECTION
        else:
            styles[view.style].append(view)
    top = highest_section(views, styles, found)
    for members in styles.values():
        usual = usual_of(members, views)
        for view in members:
            found[view.index] = Heading.PLACE if is_place_alone(view) else judged(view, usual, views, top)
        settle(members, found)
    return found


def settle(members: list[BlockView], found: dict[int, Heading]) -> None:
    """“Ce que font les entreprises” among headings of sections that look alike opens a section too."""
    sections = sum(found[member.index] is Heading.SECTION for member in members)
    for member in members if len(members) > 2 and sections >= SURELY * len(members) else ():
        if found[member.index] is Heading.STORY and not member.places:
            found[member.index] = Heading.SECTION


@dataclass(frozen=True, slots=True)
class Usual:
    """What headings of one style mostly are: `themed` and `specific` are counts, `alone`: one story below each.

    `is_repeated`: one is printed twice in a row, as titles of stories are and headings of sections are not.
    `is_over_several`: lines of capitals, mostly with several stories below each: a word in them that looks like a
    name (“AUX PORTES DU PORT”) makes no title of a story.
    """

    count: int
    themed: int
    specific: int
    alone: bool
    is_repeated: bool
    is_over_several: bool


def usual_of(members: list[BlockView], views: list[BlockView]) -> Usual:
    return Usual(
        len(members),
        sum(m.is_themed and not names_someone(m) for m in members),
        sum(names_someone(m) for m in members),
        titles_one_story_each(members, views),
        any(repeats(below, above) for above, below in pairwise(members)),
        are_over_several_stories(members, views),
    )


def highest_section(views: list[BlockView], styles: dict[tuple, list[BlockView]], found: dict[int, Heading]) -> int:
    """The rank of the highest heading that speaks of a theme; no heading has this rank when there is none."""
    ranked = [m for members in styles.values() for m in members if m.is_heading_kind and m.is_themed]
    ranked += [view for view in views if view.is_heading_kind and found.get(view.index) is Heading.SECTION]
    return min((view.block.level for view in ranked), default=LOWEST)


def is_solidarity_heading(view: BlockView) -> bool:
    """Announces a section by its words alone, whatever its style."""
    return (
        (SOLIDARITY.match(view.low) is not None or NAMED_SECTION.match(view.low) is not None)
        and len(view.low) <= LONGEST
        and not view.low.rstrip().endswith(".")
        and not view.contacts
    )


def looks_like_heading(views: list[BlockView], position: int) -> bool:
    view = views[position]
    text = view.block.text.strip()
    if view.is_noise or view.is_contact or view.is_cell or view.contacts or not any(c.isalpha() for c in text):
        return False
    if is_solidarity_heading(view):
        return True
    if len(text) > LONGEST or text.endswith((".", ";", ",")) or text.startswith("("):
        return False
    near = views[position + 1 : position + 5]
    following = next((v for v in near if not v.is_noise and not repeats(v, view)), None)
    if following is None or (following.is_contact and not view.is_heading_kind):
        return False
    if view.is_heading_kind:
        return True
    if view.block.bold or view.is_shouted:
        return not (view.is_item and following.is_item and view.is_specific)
    if view.is_item:
        # A short item without a full stop, with its story in the paragraph below.
        is_numbered = bool(re.match(r"[\divxa-c]+ ?[.)°–—-]", view.block.marker.lower()))
        if re.match(r"[ivx]+\b", view.block.marker.lower()) and not is_told(view):
            return True
        has_story_below = not following.is_item and not following.is_contact and following.is_sentence
        has_items_below = is_numbered and following.block.level > view.block.level
        return (has_story_below or following.is_cell or has_items_below) and not is_told(view)
    if tells_what_follows(view, following):
        return True
    if len(text) > LONGEST_PLAIN or (VERB.search(view.low) and not view.introduces and not is_saying(view)):
        return False
    return (following.is_sentence or following.is_item or following.is_cell) and (
        not view.introduces or (view.is_themed and not VERB.search(view.low))
    )


def is_saying(view: BlockView) -> bool:
    """“Nos aînés ne sont pas seuls”: a line with a verb that heads, as it speaks of a theme and names nobody."""
    return (
        len(view.low) <= LONGEST_SAYING and view.is_themed and not view.is_specific and is_title_line(view.block.text)
    )


def is_title_line(text: str) -> bool:
    """A short line, opened by a capital or a figure, that no mark ends."""
    text = text.strip()
    return (
        0 < len(text) <= LONGEST_TITLE
        and not text[0].islower()
        and text[0].isalnum()
        and ENDS_TITLE.fullmatch(text[-1]) is not None
        and NO_TITLE.search(text) is None
    )


def repeats(view: BlockView, title: BlockView) -> bool:
    """The same words again, as a title that is printed in a list and above its story."""
    return len(view.low) <= LONGEST and not view.contacts and same_title(view.block.text, title.block.text)


def same_title(one: str, other: str) -> bool:
    return key(one) == key(other) != ""


def tells_what_follows(view: BlockView, following: BlockView) -> bool:
    """A line that names who or where, without a full stop, right above a longer paragraph that has one."""
    below = following.block.text.rstrip()
    return (
        view.is_specific
        and is_title_line(view.block.text)
        and following.index <= view.index + 2
        and not (following.is_item or following.is_cell or following.is_contact or following.is_heading_kind)
        and following.is_sentence
        and below.endswith((".", "!", "…", "»"))
        and len(below) > len(view.low)
    )


def is_told(view: BlockView) -> bool:
    """A short item that already tells its story: “La mairie d’Arques livre 200 repas par jour”."""
    return (
        len(view.low) > 60
        and VERB.search(view.low) is not None
        and not view.low.startswith(("l'entreprise", "l'association"))
    )


def are_over_several_stories(members: list[BlockView], views: list[BlockView]) -> bool:
    over = sum(stories_below(member, views) >= 2 for member in members)
    return len(members) >= 3 and all(member.is_shouted for member in members) and over >= MOSTLY * len(members)


def judged(view: BlockView, usual: Usual, views: list[BlockView], top: int) -> Heading:
    if usual.is_over_several and not usual.is_repeated and not view.is_sentence:
        return Heading.SECTION
    if names_someone(view) or (view.is_heading_kind and view.block.level > top and not view.is_themed):
        return Heading.STORY
    if usual.is_repeated or (usual.alone and usual.themed < MOSTLY * usual.count):
        return Heading.STORY
    if view.is_themed and usual.themed >= usual.specific:
        return Heading.SECTION
    if usual.specific > usual.themed:
        return Heading.STORY
    return Heading.SECTION if usual.themed or stories_below(view, views) >= 2 else Heading.STORY


def names_someone(view: BlockView) -> bool:
    """Capitals everywhere make no name: “L’ÉCOLE À LA MAISON” speaks of a theme and names nobody."""
    if view.is_shouted and view.is_themed:
        return bool(view.places)
    return view.is_specific


def is_place_alone(view: BlockView) -> bool:
    """“LUMBRES”, “## Calais”: what stands below happens there."""
    if len(view.places) != 1:
        return False
    start, end = view.places[0].span
    return len(view.low) - (end - start) <= 2


def titles_one_story_each(members: list[BlockView], views: list[BlockView]) -> bool:
    """Headings of one style with mostly one or two paragraphs below each and no items."""
    if len(members) < 2:
        return False
    alone = sum(stories_below(member, views) <= 1 for member in members)
    return alone >= MOSTLY * len(members)


def below(view: BlockView, views: list[BlockView]) -> list[BlockView]:
    """The blocks after a heading; `views` may lack blocks of the document."""
    at = bisect_right(views, view.index, key=lambda other: other.index)
    return views[at : at + REACH]


def stories_below(view: BlockView, views: list[BlockView]) -> int:
    """Paragraphs and items that could be stories before the next heading."""
    count = 0
    for other in below(view, views):
        if other.is_noise or other.is_contact:
            continue
        if other.style == view.style and not other.is_sentence:
            break
        count += other.is_specific or (other.is_item and other.is_telling)
    return count
