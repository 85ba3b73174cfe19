"""Traps × texts × pages: each turn writes other traps into every text, and asks every page."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.test import Client

from tests.hardening.fuzz.forms import forms_of
from tests.hardening.known import known_values
from tests.hardening.xss.fields import Written, pairs_to_write, write_everywhere
from tests.hardening.xss.living import living, living_in_xml
from tests.hardening.xss.pages import Page, answer, echoes, public_urls, refused_forms
from tests.hardening.xss.payloads import CALL, PAYLOADS, POLYGLOTS
from tests.permissions.world import addresses, make_world

IS_CAMPAIGN = "XSS_PAYLOADS" in os.environ


@dataclass
class Grid:
    """`make xss` writes all the traps, until each has stood in each field that takes it; the suite a dozen, once."""

    desk: Client
    payloads: tuple[str, ...] = PAYLOADS[: int(os.environ["XSS_PAYLOADS"])] if IS_CAMPAIGN else POLYGLOTS
    written: Written = field(default_factory=Written)
    to_write: set[tuple[str, str]] = field(default_factory=set)
    turns: int = 0
    count: int = 0

    def shown(self) -> Iterator[list[Page]]:
        """The pages of each turn."""
        world = make_world()
        known = known_values(world)
        rows = addresses(world)
        once = list({one.name: one for one in rows}.values())
        asked = rows if IS_CAMPAIGN else once
        forms = forms_of(self.desk, asked if IS_CAMPAIGN else asked[::5])
        self.to_write = pairs_to_write(self.payloads)
        while not self.turns or (IS_CAMPAIGN and self._wants_more()):
            write_everywhere(self.payloads, turn=self.turns, written=self.written)
            pages = [answer(self.desk, one.url) for one in asked]
            pages += [answer(self.desk, url) for url in public_urls(known)]
            if not self.turns:  # what repeats the address does so whatever stands in the rows
                echoed = self.payloads if IS_CAMPAIGN else [" ".join(self.payloads)]
                listed = [one for one in once if one.name.endswith("_changelist")]
                pages += [answer(self.desk, url) for url in echoes(echoed, listed)]
            sent = forms[self.turns % 4 :: 4] if IS_CAMPAIGN else forms
            pages += [answer(self.desk, *one) for one in refused_forms(sent, self.payloads, turn=self.turns)]
            self.count += len(pages)
            self.turns += 1
            asked = once
            yield pages

    def told(self) -> str:
        left = len(self.to_write - self.written.tried)
        return f"{len(self.payloads)} traps, {self.written.told()}, {left} left; {self.turns} turns, {self.count} pages"

    def _wants_more(self) -> bool:
        return not self.to_write <= self.written.tried and self.turns < 2 * len(self.payloads)


def alive(page: Page, *, as_browsers: bool) -> list[str]:
    """What would run of this answer. One that is no page must be told to be none."""
    if page.kind == "text/html":
        found = living(page.content.decode(), as_browsers=as_browsers) if CALL.encode() in page.content else []
    elif page.kind.endswith("xml"):
        found = living_in_xml(page.content)
    else:
        found = [] if page.headers.get("X-Content-Type-Options") == "nosniff" else ["may be taken for a page"]
    return [f"{page.asked[:200]}: {one}" for one in found]
