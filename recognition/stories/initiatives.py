"""Reads one story: its communes, areas, actors, persons, contacts, figures, with the doubts it leaves."""

from __future__ import annotations

import re
from collections import defaultdict

from recognition.actors.finding import find_organisations, without_repeated_halls, without_staff
from recognition.actors.groups import without_shorter_groups
from recognition.actors.nouns import NOUN, noun_of
from recognition.actors.words import make
from recognition.facts.contacts import contact_key
from recognition.facts.places import PlaceFinder, communes_of, find_demonyms
from recognition.layout.marks import FIELD
from recognition.layout.views import BlockView
from recognition.normalise import Source, key
from recognition.passages.segments import Story
from recognition.passages.splitting import parts_of
from recognition.proposal import Level, Passage, ProposedCommune, ProposedInitiative, ProposedOrganisation, Remark, Role
from recognition.stories.issuer import NO_PLACE
from recognition.stories.titles import short_title

# “Vimy : …”, “Vimy – …”, “Vimy. Le …”: the place that a story opens with.
PLACE_HEAD = re.compile(r"([^:–—.;(]{2,60}?)(?:\s?[:–—]\s|\.\s(?=[A-ZÀ-Þ]))")
# The field of a record that says what is done.
WHAT = re.compile(r"(?:quoi|actions?|initiatives?|descriptions?)\b")
JOINTS = re.compile(r"\b(?:et|ou|a|au|aux|de|du|des|d)\b")
# Below, an organisation is too much of a guess to say that a passage tells of several.
LIKELY = 0.8


class Reader:
    def __init__(self, source: Source, finder: PlaceFinder) -> None:
        self.source, self.finder = source, finder

    def read(self, story: Story) -> list[ProposedInitiative]:
        """One initiative, or several where a paragraph tells several stories."""
        made = [self.one(part) for part in parts_of(story, self.source, self.finder)]
        for initiative in made[1:]:
            message = "Ce passage a été séparé de celui qui le précède dans le même paragraphe."
            initiative.remarks.append(Remark("text", Level.WARNING, message))
        return made

    def one(self, story: Story) -> ProposedInitiative:
        views = story.blocks
        initiative = ProposedInitiative(
            title="",
            text="\n\n".join(view.block.text for view in views),
            span=(views[0].span[0], views[-1].span[1]),
            passages=[
                Passage(view.block.text, view.span)
                for view in sorted([*views, *story.repeated], key=lambda view: view.span)
            ],
        )
        seen: dict[str, set] = defaultdict(set)
        actors = {view.index for view in story.actors}
        around = communes_of(story.context.places, self.finder, story.context.span)[0] if story.context else []
        for view in views:
            self.add(initiative, view, around, seen, is_actor=view.index in actors)
        initiative.organisations = without_repeated_halls(
            without_shorter_groups(without_staff(initiative.organisations))
        )
        if not initiative.in_role(Role.ACTS):
            initiative.communes += around
        self.remark_doubts(initiative)
        for view in story.repeated:
            message = f"Le titre «\u00a0{view.block.text}\u00a0» est imprimé deux fois\u00a0: il est gardé une fois."
            initiative.remarks.append(Remark("text", Level.INFO, message))
        printed = story.title.block.text if story.title and not names_only_places(story.title) else None
        initiative.title = short_title(initiative, printed, *self.told(story))
        return initiative

    def told(self, story: Story) -> tuple[list[str], str]:
        """The texts of the story without the places that head it or stand in a column, and the place before a colon.

        Of a record what is done comes before who does it.
        """
        texts, whats, label = [], [], ""
        for view in story.blocks:
            if view.is_contact or view is story.context or view is story.title or names_only_places(view):
                continue
            field = FIELD.match(view.low)
            text = view.block.text[field.end() - 1 :] if field else view.block.text
            head = PLACE_HEAD.match(text)
            if head and names_only_places(view, len(head[1])):
                label = label or head[1]
                text = text[head.end() :]
            (whats if field and WHAT.match(field[1]) else texts).append(text)
        return [*whats, *texts], label

    def add(
        self,
        initiative: ProposedInitiative,
        view: BlockView,
        around: list[ProposedCommune],
        seen: dict[str, set],
        *,
        is_actor: bool,
    ) -> None:
        """`around`: the communes of the heading under which the story stands."""
        communes: list[ProposedCommune] = []
        if not view.is_contact:
            communes, remarks = communes_of(view.places, self.finder, view.span)
            known = [*communes, *initiative.communes, *around]
            organisations = find_organisations(
                *(self.source, view.span, view.addresses, known, view.persons, view.areas),
                [place.span for place in view.places],
                self.finder.gazetteer.organisation_names,
            )
            if is_actor and not organisations and not view.persons:
                organisations = [named_by_its_place(self.source, view)]
            merge(initiative.organisations, organisations, lambda o: key(o.name), seen["organisations"])
            communes += find_demonyms(self.finder, view.span)
            initiative.remarks += remarks + view.durations
        initiative.remarks += [
            Remark("contacts", Level.WARNING, contact.remark) for contact in view.contacts if contact.remark
        ]
        merge(initiative.communes, communes, lambda c: (c.insee, c.role), seen["communes"])
        merge(initiative.areas, view.areas, lambda a: key(a.name), seen["areas"])
        merge(initiative.contacts, view.contacts, contact_key, seen["contacts"])
        merge(initiative.persons, view.persons, lambda p: key(p.name), seen["persons"])
        initiative.figures += view.figures

    def remark_doubts(self, initiative: ProposedInitiative) -> None:
        acting = [c for c in initiative.communes if c.role is Role.ACTS]
        companies = [
            o for o in initiative.organisations if o.kind not in ("particulier", "collectif") and o.confidence >= LIKELY
        ]
        if not initiative.organisations and not initiative.persons:
            initiative.remarks.append(Remark("organisations", Level.WARNING, "Aucun acteur reconnu."))
        if not acting and not initiative.areas:
            initiative.remarks.append(Remark("communes", Level.WARNING, NO_PLACE))
        if len({c.insee for c in acting}) > 1 and len(companies) > 1:
            initiative.remarks.append(
                Remark(
                    "text", Level.WARNING, "Ce passage cite plusieurs acteurs en plusieurs lieux : il peut être séparé."
                )
            )


def names_only_places(view: BlockView, length: int | None = None) -> bool:
    """“Vimy”, “Hermies et Metz-en-Couture”: where, which is no title. `length`: of its first characters alone."""
    low, rest, at = view.low[:length], "", 0
    for place in sorted(view.places, key=lambda place: place.span):
        rest += low[at : max(at, place.span[0] - view.span[0])]
        at = place.span[1] - view.span[0]
    return bool(view.places) and re.search(r"[^\W_]", JOINTS.sub(" ", rest + low[at:])) is None


def named_by_its_place(source: Source, view: BlockView) -> ProposedOrganisation:
    """The name in an actors' column or after “Qui ?”, without what a bracket or a comma adds."""
    name = re.match(r"(?:[^:?(,;]{0,24}[:?] *)?([^(,;]+)", view.block.text)
    start, end = (view.span[0] + name.start(1), view.span[0] + name.end(1)) if name else view.span
    noun = NOUN.search(source.said, *view.span)
    return make(source, (start, end), noun_of(noun[1]).kind if noun else "association", "column of actors")


def merge(into: list, new: list, identity, known: set) -> None:
    for thing in new:
        if identity(thing) not in known:
            known.add(identity(thing))
            into.append(thing)
