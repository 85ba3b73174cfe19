"""Several stories told in one paragraph, one after the other, cut at the sentence where the next one opens.

    À Barlin, le club fait les courses. À Vimy, l’harmonie joue sous les fenêtres.        two stories
    L’association Alpha aide les aînés. Par ailleurs, l’association livre des repas.      one story
    Alpha donne des masques. Plusieurs groupes ont aussi contribué, comme Bêta et Gamma.  two stories
    À Vimy, le club Alpha joue. Les firmes aussi : la société Bêta, à Ruitz, embauche.    two stories
    De nombreuses communes aident leurs aînés : … À Vimy, les agents livrent les repas.   one story: a series

In doubt the paragraph stays whole: an officer splits more easily than he sews together. So does one of more than MANY
sentences, as each is compared with those above it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from recognition.facts.places import PlaceFinder
from recognition.layout.marks import VERB
from recognition.layout.views import NEAR_START, OTHERS_TOO, BlockView, read_block
from recognition.normalise import Source
from recognition.passages.segments import Story

# A sentence ends at a mark that follows a word of three letters or more (not “M.”, “St.”, “n.”) or a closing mark.
SENTENCE_END = re.compile(r"(?<=[\w»)\"]{3}[.!?])\s+(?=[A-Z«\"])|;\s+(?=[A-Z])")
# “Abbeville : …. Doullens : …”
LABELS = re.compile(r"\s?[:–—]\s")
SHORTEST = 40
MANY = 200
# “À Vimy, les agents…”: somebody else acts there, though nobody is named.
SUBJECT = re.compile(r", (?:le |la |les |l'|une? |des |deux |plusieurs )[a-z]")
OPENS_ELSEWHERE = re.compile(
    r"(?:enfin,? |de meme,? |par ailleurs,? |egalement,? |toujours )?"
    r"(?:a|au|aux|en|dans le|sur le|dans l'|dans les) ?(?:la |l')?[a-z]"
)
# “À Vimy, la même association a ouvert…”
SAME_ACTOR = re.compile(
    r"\b(?:la meme|le meme|cette|cet|ce|ces) (?:association|entreprise|societe|collectif|club|groupe|equipe)"
)
# “… de nombreuses communes ont développé des services : c’est le cas de…”: the sentences below give its examples.
ANNOUNCES_SERIES = re.compile(
    r"\b(?:plusieurs|de nombreu(?:x|ses)|diverses|differentes|la plupart des) (?:communes|villes|mairies|municipalites"
    r"|villages|associations|entreprises|clubs|commercants|etablissements|structures|collectivites|ccas)\b[^.]{0,300}?"
    r"(?: :|c'est le cas|a l'image d|a l'instar d)"
)


def parts_of(story: Story, source: Source, finder: PlaceFinder) -> list[Story]:
    """The story itself, or its parts; addresses below the paragraph go to the last."""
    if story.title is not None or any(view.is_cell for view in story.blocks):
        return [story]
    parts = [replace(story, blocks=[])]
    for view in story.blocks:
        for number, piece in enumerate(pieces_of(view, source, finder)):
            if number:
                parts.append(Story(context=story.context))
            parts[-1].blocks.append(piece)
    return parts


def pieces_of(view: BlockView, source: Source, finder: PlaceFinder) -> list[BlockView]:
    start, end = view.span
    if (
        view.is_contact
        or end - start < 2 * SHORTEST
        or not view.is_telling
        or view.low.count(". ") + view.low.count("; ") == 0
    ):
        return [view]
    cuts = [match.end() for match in SENTENCE_END.finditer(source.flat, start, end)]
    if len(cuts) > MANY:
        return [view]
    if ANNOUNCES_SERIES.search(source.low, start, cuts[0] if cuts else end):
        return [view]
    if not any_opens_on_a_place(cuts, view) and not any(OTHERS_TOO.match(source.low, cut) for cut in cuts):
        return [view]
    sentences = [excerpt(view, source, finder, a, b) for a, b in zip([start, *cuts], [*cuts, end], strict=True)]
    groups: list[list[BlockView]] = [[sentences[0]]]
    for sentence in sentences[1:]:
        if opens_another(sentence, groups[-1]):
            groups.append([sentence])
        else:
            groups[-1].append(sentence)
    if len(groups) == 1:
        return [view]
    return [excerpt(view, source, finder, group[0].span[0], group[-1].span[1]) for group in groups]


def any_opens_on_a_place(cuts: list[int], view: BlockView) -> bool:
    """A quick look that spares most paragraphs: a second story always names its place near the head of its sentence."""
    places = [thing.span[0] for thing in (*view.places, *view.areas)]
    return any(0 <= place - cut < 2 * NEAR_START for cut in cuts for place in places[:MANY])


def opens_another(sentence: BlockView, above: list[BlockView]) -> bool:
    """The sentence opens with a place or an actor of its own, and what stands above is a story already."""
    if sum(len(view.low) for view in above) < SHORTEST or len(sentence.low) < SHORTEST or sentence.is_contact:
        return False
    if not any(view.is_specific for view in above) or not any(is_told(view) for view in above):
        return False
    if OTHERS_TOO.match(sentence.low):
        return True
    if SAME_ACTOR.search(sentence.low[: 2 * NEAR_START]):
        return False
    known = {place.commune.insee for view in above for place in view.places}
    new = [place for place in sentence.places if place.commune.insee not in known]
    if new and new[0].span[0] == sentence.span[0] and LABELS.match(source_after(sentence, new[0].span[1])):
        return True
    opens_elsewhere = OPENS_ELSEWHERE.match(sentence.low) is not None
    if new and opens_elsewhere and new[0].span[0] - sentence.span[0] < NEAR_START / 2:
        return (
            sentence.actor_at is not None or SUBJECT.match(sentence.low, new[0].span[1] - sentence.span[0]) is not None
        )
    if sentence.actor_at is None or sentence.actor_at > NEAR_START:
        return False
    if opens_elsewhere and sentence.areas and sentence.areas[0].span[0] - sentence.span[0] < NEAR_START / 2:
        return sentence.areas[0].name not in {area.name for view in above for area in view.areas}
    if not new or not known or sentence.goes_on:
        return False
    return sentence.actor_at < NEAR_START / 2 or is_placed(sentence, new[0].span[0] - sentence.span[0])


def is_told(view: BlockView) -> bool:
    """Who does what: not “Vimy. Sans courant, pas de traite.”, which opens the story that follows."""
    return view.has_actor or bool(view.figures) or VERB.search(view.low) is not None


def source_after(sentence: BlockView, at: int) -> str:
    return sentence.block.text[at - sentence.span[0] :]


def is_placed(sentence: BlockView, at: int) -> bool:
    """“Les employeurs non plus : la société Alpha, à Ruitz, …”: the actor, and right behind it where it sits."""
    return 0 < at - sentence.actor_at < NEAR_START and sentence.low[:at].endswith((", a ", ", au ", ", aux "))


def excerpt(view: BlockView, source: Source, finder: PlaceFinder, start: int, end: int) -> BlockView:
    """A part of the block as a block of its own, read anew."""
    block = replace(view.block, text=source.text[start:end].rstrip(), links=())
    contacts = [contact for contact in view.contacts if start <= contact.span[0] < end]
    part = BlockView(view.index, block, (start, start + len(block.text)), source.low[start:end].strip(), contacts)
    read_block(part, source, finder)
    return part
