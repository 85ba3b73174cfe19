"""What the page of writing sends: the text, what is said of it, and the chips. Read here, written by `services`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from django.http import QueryDict

from backoffice.forged import plain_number, refuse_forged_form
from documents.refusals import DraftRefusal
from documents.review.corrections import TEXT_LENGTH
from documents.review.draft import TITLE_LENGTH, Draft
from documents.review.forms import day_of
from french.wording import number
from initiatives.models import Initiative, Theme
from workshop.writing.chips import Chip, chips_of, read_chips
from workshop.writing.understanding import Understanding, blank_initiative, checked_text

LINKS = ("same", "follows")
PLAIN_SPACES = re.compile(r"[^\S\u00a0\u202f]+")  # those of French typography stay in a title


@dataclass
class Typed:
    """A form as it was sent. `text` and `chips` are those of the page even where something in them is refused."""

    text: str = ""
    title: str = ""
    is_titled_by_hand: bool = False
    theme: str = ""
    is_themed_by_hand: bool = False
    day: str = ""
    link: str = ""
    chips: list[Chip] = field(default_factory=list)

    @classmethod
    def sent(cls, data: QueryDict) -> Typed:
        """Raises DraftRefusal for a text or a chip that cannot be read; nothing else is judged here."""
        refuse_forged_form(data)
        text = checked_text(data.get("text", ""))
        return cls(
            text=text,
            title=" ".join(PLAIN_SPACES.split(checked_text(data.get("title", "")))).strip(),
            is_titled_by_hand=data.get("titled") == "1",
            theme=data.get("theme", ""),
            is_themed_by_hand=data.get("themed") == "1",
            day=data.get("day", "").strip(),
            link=data.get("link", ""),
            chips=read_chips(data.getlist("seen"), set(data.getlist("keep")), text),
        )

    @property
    def initiative(self) -> Draft:
        """The initiative with the values that are kept, in the form that matching and writing take."""
        initiative = blank_initiative(self.text.strip(), title=self.title, link=self._link())
        for chip in self.chips:
            if chip.is_kept:
                initiative[chip.field].append(chip.value)
        return initiative

    @property
    def started_on(self) -> date | None:
        day = day_of(self.day)
        return date.fromisoformat(day) if day else None

    @property
    def theme_row(self) -> Theme:
        theme = Theme.objects.filter(slug=self.theme).first() if "\x00" not in self.theme else None
        if theme is None:
            raise DraftRefusal("Choisissez le thème.")
        return theme

    def take(self, found: Understanding, *, cites: bool) -> None:
        """Put in what was understood, without touching what the officer decided or wrote by hand.

        `cites`: for a bulletin, which may cite a known initiative; elsewhere there would be nothing to write.
        """
        decided = {chip.key: chip for chip in self.chips}
        fresh = [decided.pop(chip.key, chip) for chip in chips_of(found.initiative)]
        self.chips = fresh + [chip for chip in decided.values() if chip.by_hand]
        if not self.is_titled_by_hand or not self.title:
            self.title, self.is_titled_by_hand = found.initiative["title"], False
        if not self.is_themed_by_hand or not self.theme:
            self.theme, self.is_themed_by_hand = found.theme, False
        if not self.day and found.day:
            self.day = "/".join(reversed(found.day.split("-")))
        if not self.link:
            self.link = proposed_link(found.initiative, cites=cites)

    def refuse_unfinished(self) -> None:
        """What a person must write before anything is saved."""
        if not self.text.strip():
            raise DraftRefusal(f"Écrivez ou collez d’abord le texte, en {number(TEXT_LENGTH)} signes au plus.")
        if not self.title or len(self.title) > TITLE_LENGTH:
            raise DraftRefusal(f"Donnez un titre, en {TITLE_LENGTH} signes au plus.")

    def _link(self) -> Draft | None:
        """The known initiative that was chosen. Raises DraftRefusal for one that is not there."""
        if not self.link or self.link == "new":
            return None
        kind, _, key = self.link.partition(":")
        known = Initiative.objects.filter(pk=plain_number(key), merged_into=None).only("title").first()
        if kind not in LINKS or known is None:
            raise DraftRefusal("Choisissez l’initiative connue dans la liste proposée.")
        return {"kind": kind, "pk": known.pk, "title": known.title, "why": ""}


def proposed_link(initiative: Draft, *, cites: bool) -> str:
    """“follows:12” where the matching takes the initiative for a sequel; “same:12” only where one may be cited."""
    link = initiative["link"]
    return f"{link['kind']}:{link['pk']}" if link and (cites or link["kind"] == "follows") else ""
