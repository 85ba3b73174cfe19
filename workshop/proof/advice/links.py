"""Addresses that lead nowhere any more, as the last checking of links has found them. Nothing is asked here."""

from __future__ import annotations

from collections.abc import Iterator

from bulletins.checks import Block, Page, Problem
from bulletins.checks.texts import Text
from bulletins.models import Bulletin, Section
from french.richtext import ADDRESS
from french.wording import long_date
from organisations.contacts import WEB_KINDS
from workshop.models import LinkCheck


def addresses_of(bulletin: Bulletin, sections: list[Section], texts: list[Text]) -> dict[str, tuple[Block, int | None]]:
    """Every web address that the bulletin prints, with the block where it stands and the entry that prints it."""
    found: dict[str, tuple[Block, int | None]] = {}
    for rank, link in enumerate(bulletin.links.all()):
        block = Block(Page.BULLETIN, bulletin.pk, f"links-{rank}-url", link_id=link.pk)
        found.setdefault(link.url, (block, None))
    for section in sections:
        for entry in section.entries.all():
            for contact in entry.initiative.public_contacts:
                if contact.kind in WEB_KINDS:
                    found.setdefault(contact.value, (Block(Page.CONTACT, contact.pk, "value"), entry.pk))
    for text in texts:
        for address in ADDRESS.findall(text.printed):
            if "@" not in address.partition("/")[0]:
                url = address if address.startswith("http") else f"https://{address}"
                found.setdefault(url, (text.block, text.entry.pk if text.entry else None))
    return found


def dead_links(bulletin: Bulletin, sections: list[Section], texts: list[Text]) -> Iterator[Problem]:
    """One query."""
    places = addresses_of(bulletin, sections, texts)
    for check in LinkCheck.objects.dead().filter(url__in=places).order_by("url"):
        block, entry_id = places[check.url]
        day = long_date(check.checked_on)
        message = f"Le lien {check.url} {check.finding} (vérifié le {day}) : corrigez-le ou ôtez-le."
        yield Problem(message, is_blocking=False, block=block, entry_id=entry_id)
