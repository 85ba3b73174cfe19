"""Somebody who is nobody, written into every place by every path, so that an erasure can be shown to leave none.

Names and numbers are made from their own number: the same each time, and no word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any
from urllib.parse import unquote

from django.apps import apps
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.records.contents import content_of
from bulletins.models import Bulletin
from bulletins.outputs.tasks import make_outputs
from bulletins.services import publish_bulletin, rectify_bulletin
from directory.models import VainSearch
from documents.models import Lesson
from documents.services import accept_everything, accept_import, receive_document
from french.accents import without_accents
from initiatives.correcting.services import propose_correction
from initiatives.models import Initiative
from initiatives.shape import SHAPE
from organisations.models import Contact, Person
from organisations.services import merge_organisations
from tests.backoffice.forms import save
from tests.builders import (
    CONSENT,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_picture,
)
from tests.bulletins.issues import make_draft
from workshop.proof.outside import open_link, send_remark
from workshop.talking.services import answer, entrust, say

SYLLABLES = ("ba", "vré", "zol", "quin", "mer", "tho", "lys", "gan", "pœt", "dri", "fau", "nex")
WAYS_OF_NUMBERS = (
    "06 {} {} {} {}",
    "06.{}.{}.{}.{}",
    "06{}{}{}{}",
    "+33 (0)6 {} {} {} {}",
    "+336{}{}{}{}",
    "06-{}-{}-{}-{}",
)

# All that the product takes between digits, but for ends of lines and of columns, which part one value from the next.
WRITTEN_APART = re.compile(r"(?<=\d)(?:[^\S\t\n]|[.,()+/_*\u00ad\u00b7\u2010-\u2015\u200b\u2060\ufeff-]){1,5}(?=\d)")
ESCAPED = re.compile(r"\\+u([0-9a-f]{4})")


@dataclass
class Canary:
    """`name` in its forms, `number` in its forms; the records that hold them, and the path that wrote them."""

    index: int
    path: str = ""
    person: Person | None = None
    contact: Contact | None = None

    @property
    def first(self) -> str:
        return self._word(self.index * 7 + 3)

    @property
    def family(self) -> str:
        count = len(SYLLABLES)
        more = SYLLABLES[self.index // count**2] if self.index >= count**2 else ""  # else names come again
        return self._word(self.index * 11 + 5) + SYLLABLES[self.index % count] + more + "ois"

    @property
    def name(self) -> str:
        return f"{self.first} {self.family}"

    @property
    def number(self) -> str:
        return self.dialled(4 - self.index)

    def written(self, way: int) -> str:
        forms = (
            self.name,
            f"{self.family.upper()} {self.first}",
            f"M. {self.family}",
            f"{self.first[0]}. {self.family}",
            without_accents(self.name),
            f"**{self.first}** {self.family}",
        )
        return forms[(self.index + way) % len(forms)]

    def dialled(self, way: int) -> str:
        pairs = re.findall("..", f"{(self.index * 7_654_321 + 31_415_926) % 100_000_000:08d}")
        return WAYS_OF_NUMBERS[(self.index + way) % len(WAYS_OF_NUMBERS)].format(*pairs)

    def said(self, way: int = 0) -> str:
        """Both in a sentence."""
        return f"{self.written(way)} répond au {self.dialled(way)}."

    def _word(self, seed: int) -> str:
        count = len(SYLLABLES)
        word = SYLLABLES[seed % count] + SYLLABLES[seed // count % count] + SYLLABLES[(seed * 5 + 1) % count]
        return word.capitalize()

    def is_in(self, text: str) -> bool:
        return self.is_told(*brought_down(text))

    def is_told(self, letters: str, digits: str) -> bool:
        number = re.sub(r"\D", "", self.dialled(0))[-9:]
        return without_accents(self.family).lower() in letters or number in digits


def brought_down(text: str) -> tuple[str, str]:
    """To bare letters, and to digits of which those of one number stand together: coarser than any of the product's
    rules."""
    plain = ESCAPED.sub(lambda found: chr(int(found[1], 16)), unquote(unescape(text)))
    plain = without_accents(plain).lower()
    return re.sub(r"[^a-z]+", " ", plain), re.sub(r"\D+", " ", WRITTEN_APART.sub("", plain))


@dataclass
class World:
    client: Client
    editor: User
    officer: User
    initiatives: list[Initiative] = field(default_factory=list)
    bulletins: list[Bulletin] = field(default_factory=list)


def attach(world: World, canary: Canary, **fields: Any) -> Initiative:
    """An initiative that names both records and tells them in its text."""
    number = len(world.initiatives)
    row = make_initiative(
        f"Entraide du canari {number}", summary=f"Depuis lundi. {canary.said()}", communes=(make_commune(),),
        contacts=(canary.contact,), **fields,
    )  # fmt: skip
    row.persons.add(canary.person)
    world.initiatives.append(row)
    return row


def by_form(world: World, canary: Canary) -> None:
    row = attach(world, canary)
    url = reverse("admin:initiatives_initiative_change", args=[row.pk])
    save(world.client, url, "initiative_form", summary=f"Encore. {canary.said(1)}")


def by_publication(world: World, canary: Canary) -> None:
    row = attach(world, canary, published=False)
    special = {"kind": "special", "title": f"Le carnet de {canary.name}"} if canary.index % 20 < 10 else {}
    draft = make_draft(row, **special, introduction=f"Merci. {canary.said(2)}", closing=canary.said(3))
    draft.sections.get().entries.update(wording=f"Le mot du jour. {canary.said(4)}")
    bulletin = publish_bulletin(bulletin=draft, by=world.editor)
    bulletin.introduction = f"Merci encore. {canary.said(5)}"
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=world.editor, correction=f"Ajouté. {canary.said(1)}")
    world.bulletins.append(bulletin)


def by_import(world: World, canary: Canary) -> None:
    story = f"- À Guemps, une habitante, {canary.name}, coud. Tél. : {canary.dialled(0)}"
    text = f"Arras, le 12 mai 2020\n\nSolidaires des personnes isolées :\n\n{story}"
    review = receive_document(data=text.encode(), filename=f"lettre de {canary.name}.txt", by=world.editor)
    accept_import(review=accept_everything(review=review, by=world.editor), by=world.editor)
    receive_document(data=f"Lens : {canary.said(1)}".encode(), filename="autre.txt", by=world.editor)
    Lesson.objects.create(kind="refused", words=canary.said(), key=f"canari {canary.index}", learned_by=world.editor)


def by_talk(world: World, canary: Canary) -> None:
    row = attach(world, canary)
    first = say(about=row, by=world.editor, text=canary.said(), passage=canary.said())
    answer(comment=first, by=world.officer, text=canary.said(1))
    entrust(about=row, person=world.officer, due_on=date(2100, 1, 1), by=world.editor, note=f"Voir {canary.name}")


def by_correction(world: World, canary: Canary) -> None:
    row = attach(world, canary)
    changed = content_of(SHAPE, row) | {"summary": f"Mieux dit. {canary.said(2)}"}
    propose_correction(initiative=row, content=changed, by=world.officer)


def by_organisation(world: World, canary: Canary) -> None:
    kept = make_organisation(f"Amis du canari {canary.index}", description=canary.said())
    kept.contacts.add(canary.contact)
    double = make_organisation(f"Amis des canaris {canary.index}", description=canary.said(1))
    merge_organisations(kept=kept, duplicate=double, by=world.editor)
    row = attach(world, canary)
    row.participations.create(organisation=kept, detail=f"avec {canary.name}")


def by_proof(world: World, canary: Canary) -> None:
    draft = make_draft(attach(world, canary, published=False))
    link = open_link(bulletin=draft, reader=canary.name, days=3, by=world.officer)
    send_remark(link=link, author=canary.name, text=canary.said(1))


def by_record(world: World, canary: Canary) -> None:
    canary.person.capacity = f"parent de {canary.name}"
    canary.person.save()
    make_person(f"Témoin {canary.index}", **CONSENT | {"consent_note": f"Par {canary.said()}"})
    make_picture(attach(world, canary), alternative_text=f"Vue de l’atelier de {canary.name}", credit=canary.name)


def by_visitors(world: World, canary: Canary) -> None:
    attach(world, canary)
    VainSearch.objects.create(words=canary.name.lower(), first_on="2020-04-30", last_on="2020-04-30")
    session = SessionStore()
    session["_messages"] = canary.said()
    session.save()
    note(Kind.PROPOSED, by=world.officer, about=world.initiatives[-1], told=canary.said())
    make_outputs.enqueue(canary.index)
    task = apps.get_model("django_tasks_database", "DBTaskResult").objects.latest("enqueued_at")
    task.args_kwargs = {"args": [canary.said()], "kwargs": {}}
    task.save()


def past_everything(world: World, canary: Canary) -> None:
    """Written by hand, in one statement, into texts that name nobody by key."""
    row = make_initiative(f"Les masques de {canary.name}", communes=(make_commune(),))
    Initiative.objects.filter(pk=row.pk).update(summary=f"Vu hier. {canary.said(3)}")
    world.initiatives.append(row)


PATHS: tuple[Callable[[World, Canary], None], ...] = (
    by_form,
    by_publication,
    by_import,
    by_talk,
    by_correction,
    by_organisation,
    by_proof,
    by_record,
    by_visitors,
    past_everything,
)


def release(world: World, indexes: Iterable[int]) -> list[Canary]:
    """Those of these numbers, each with two records, each written by the next path."""
    canaries = []
    for index in indexes:
        canary = Canary(index, PATHS[index % len(PATHS)].__name__)
        canary.person = make_person(canary.name, is_public=True, **CONSENT)
        canary.contact = make_contact(canary.number, kind="phone", is_personal=True, **CONSENT)
        PATHS[index % len(PATHS)](world, canary)
        canaries.append(canary)
    return canaries
