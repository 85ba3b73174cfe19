"""What officers corrected in accepted imports, and its use at the next reading, each time with its reason.

Only an import that was accepted teaches, and only what an officer did by hand: a theme that was guessed and left as it
was teaches nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import formats, timezone

from documents.models import DocumentImport, Lesson
from documents.review.draft import Draft, draft_of, initiatives_of
from french.accents import sort_key
from french.wording import with_first
from initiatives.models import Theme
from organisations.models import Organisation
from recognition.normalise import fold, lower
from recognition.proposal import Level, Proposal, ProposedOrganisation, Remark

# A commune or a service of the State exists: that it did not act here tells nothing of another document.
ALWAYS_THERE = (Organisation.Kind.COLLECTIVITE, Organisation.Kind.SERVICE_ETAT)
LEARNED = 0.95  # of 1: an officer said so, of another document


def learned_headings() -> list[tuple[str, int]]:
    """Headings that officers gave a theme, with the key of the theme; the latest first."""
    rows = Lesson.objects.filter(is_active=True, kind=Lesson.Kind.HEADING)
    return list(rows.values_list("words", "theme"))


def apply_lessons(draft: Draft, text: str) -> None:
    """Change what was just read as officers changed it before; a remark says which lesson did it."""
    active = Lesson.objects.filter(is_active=True)
    lessons = list(active.select_related("theme", "learned_by", "learned_from__document"))
    by_kind = {kind: [one for one in lessons if one.kind == kind] for kind in Lesson.Kind.values}
    headings = {one.key: one for one in by_kind[Lesson.Kind.HEADING]}
    for section in draft["sections"]:
        if (lesson := headings.get(sort_key(section["heading"]))) and section["theme"] in ("", lesson.theme.slug):
            _give_theme(section, lesson)
    refused = {one.key: one for one in by_kind[Lesson.Kind.REFUSED]}
    for initiative in initiatives_of(draft):
        _refuse_actors(initiative, refused)
        for lesson in by_kind[Lesson.Kind.ACTOR]:
            _find_actor(initiative, lesson, text)


def apply_to_proposal(proposal: Proposal, text: str) -> None:
    """The same for what is only printed, without a review; its headings are known by the gazetteer already."""
    draft = draft_of(proposal, text)
    apply_lessons(draft, text)
    for initiative, taught in zip(proposal.initiatives, initiatives_of(draft), strict=True):
        found = {organisation.name: organisation for organisation in initiative.organisations}
        initiative.organisations = [
            found.get(value["name"])
            or ProposedOrganisation(value["name"], value["kind"], tuple(value["span"]), value["confidence"])
            for value in taught["organisations"]
        ]
        said = {remark.message for remark in initiative.remarks}
        initiative.remarks += [
            Remark(remark["field"], Level(remark["level"]), remark["message"])
            for remark in taught["remarks"]
            if remark["field"] == "organisations" and remark["message"] not in said
        ]


def learn_from(
    draft: Draft, *, review: DocumentImport, by: AbstractBaseUser, now: datetime | None = None
) -> list[Lesson]:
    """Keep what the officer corrected by hand in the part of the draft that is accepted; within a transaction."""
    now = now or timezone.now()
    themes = {theme.slug: theme for theme in Theme.objects.all()}
    taught = {"learned_from": review, "learned_at": now, "learned_by": by, "is_active": True}
    lessons = []
    for kind, words, fields in _corrections(draft, themes):
        if kind != Lesson.Kind.HEADING:  # the same words cannot be an actor and none: the last word counts
            opposite = Lesson.Kind.REFUSED if kind == Lesson.Kind.ACTOR else Lesson.Kind.ACTOR
            Lesson.objects.filter(kind=opposite, key=sort_key(words)).delete()
        lesson, _ = Lesson.objects.update_or_create(
            kind=kind, key=sort_key(words), defaults={"words": words, **fields, **taught}
        )
        lessons.append(lesson)
    return lessons


def forget(review: DocumentImport) -> None:
    """An import that is undone teaches nothing any more."""
    Lesson.objects.filter(learned_from=review).delete()


def _corrections(draft: Draft, themes: dict[str, Theme]) -> Iterator[tuple[str, str, dict]]:
    accepted = [one for one in initiatives_of(draft) if one["decision"] == "accepted"]
    for section in draft["sections"]:
        heading = " ".join(section.get("printed", section["heading"]).split())
        is_told = any(one["decision"] == "accepted" for one in section["initiatives"])
        theme = themes.get(section["theme"])
        if not (is_told and theme and section.get("is_theme_chosen")):
            continue
        if sort_key(heading) not in {"", *(sort_key(known) for known in (theme.name, *theme.headings))}:
            yield Lesson.Kind.HEADING, heading, {"theme": theme}
    actors = {sort_key(value["name"]) for one in accepted for value in one["organisations"]}
    for one in accepted:
        for refused in one.get("refused", ()):
            words = refused["name"]
            # What the directory or another initiative of this document names is an actor elsewhere.
            is_known = sort_key(words) in actors or Organisation.objects.filter(sort_key=sort_key(words)).exists()
            if refused["kind"] not in ALWAYS_THERE and not is_known:
                yield Lesson.Kind.REFUSED, words, {"organisation_kind": ""}
        for value in one["organisations"]:
            if value.get("is_added") and sort_key(value["name"]):
                yield Lesson.Kind.ACTOR, value["name"], {"organisation_kind": value["kind"]}


def _give_theme(section: Draft, lesson: Lesson) -> None:
    section |= {"theme": lesson.theme.slug, "theme_confidence": 1.0}
    section["remarks"] = [remark for remark in section["remarks"] if remark["field"] != "theme"]
    message = f"Appris\u00a0: thème «\u00a0{lesson.theme.name}\u00a0» choisi {_origin(lesson)}."
    section["remarks"].append(_told("theme", message))


def _refuse_actors(initiative: Draft, refused: dict[str, Lesson]) -> None:
    for value in list(initiative["organisations"]):
        if lesson := refused.get(sort_key(value["name"])):
            initiative["organisations"].remove(value)
            words = f"«\u00a0{value['name']}\u00a0»"
            message = f"Appris\u00a0: {words} n’est pas proposé comme acteur, retiré {_origin(lesson)}."
            initiative["remarks"].append(_told("organisations", message))


def _find_actor(initiative: Draft, lesson: Lesson, text: str) -> None:
    """The words as they are printed, whole; what the recogniser found itself stays as it found it."""
    if any(sort_key(value["name"]) == lesson.key for value in initiative["organisations"]):
        return
    wanted = re.compile(rf"(?<!\w){re.escape(lower(fold(lesson.words)))}(?!\w)")
    for start, end in initiative["spans"]:
        if found := wanted.search(lower(fold(text[start:end]))):
            initiative["organisations"].append(
                {
                    "name": lesson.words,
                    "kind": lesson.organisation_kind,
                    "span": [start + found.start(), start + found.end()],
                    "confidence": LEARNED,
                    "match": None,
                    "why": "",
                }
            )
            message = f"Appris\u00a0: «\u00a0{lesson.words}\u00a0» est un acteur, ajouté {_origin(lesson)}."
            initiative["remarks"].append(_told("organisations", message))
            return


def _origin(lesson: Lesson) -> str:
    day = with_first(formats.date_format(timezone.localtime(lesson.learned_at), "j F Y"))
    who = lesson.learned_by.get_full_name() or lesson.learned_by.get_username()
    where = f" («\u00a0{lesson.learned_from.document.filename}\u00a0»)" if lesson.learned_from else ""
    return f"le {day} par {who}{where}"


def _told(field: str, message: str) -> Draft:
    return {"field": field, "level": "info", "message": message.replace("Appris\u00a0:", "Appris\u00a0:")}
