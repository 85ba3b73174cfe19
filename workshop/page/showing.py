"""What the page shows: the bulletin as it would be published now, each part with the rows and blocks behind it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from bulletins.admin.composing import frozen_notice, withdrawn_notice
from bulletins.models import Bulletin
from bulletins.presenting import preview_of
from bulletins.snapshots import build_snapshot, sections_of
from initiatives.models import Theme
from workshop.page.blocks import Block, blocks_of


def may_write(user: AbstractBaseUser, bulletin: Bulletin) -> bool:
    """Whoever may change bulletins, as long as this one is not withdrawn."""
    return user.has_perm("bulletins.change_bulletin") and bulletin.status != Bulletin.Status.WITHDRAWN


def page_of(request: HttpRequest, bulletin: Bulletin) -> dict[str, Any]:
    """The context of the page, in a fixed number of queries whatever the number of entries."""
    sections = sections_of(bulletin)
    issue = preview_of(bulletin, build_snapshot(bulletin, sections))
    blocks = blocks_of("bulletin", bulletin)
    written: list[Block] = [*blocks.values()]
    for shown, section in zip(issue.content["sections"], sections, strict=True):
        shown |= {"row": section, "blocks": blocks_of("section", section)}
        written += shown["blocks"].values()
        for told, entry in zip(shown["entries"], section.entries.all(), strict=True):
            entry.section = section
            told |= {"row": entry, "blocks": blocks_of("entry", entry), "theme": section.theme}
            written += told["blocks"].values()
    links = [{"row": link, "blocks": blocks_of("link", link)} for link in bulletin.links.all()]
    for link in links:
        written += link["blocks"].values()
    bulletin_admin = admin.site.get_model_admin(Bulletin)
    is_writable = may_write(request.user, bulletin)
    return {
        "bulletin": bulletin,
        "issue": issue,
        "content": issue.content,
        "is_preview": True,
        "is_writable": is_writable,
        "notice": frozen_notice(bulletin) or withdrawn_notice(bulletin),
        "blocks": blocks,
        "links": links,
        "themes": list(Theme.objects.all()),
        "acts": bulletin_admin.offered_acts(request, bulletin),
        "checks_url": _optional("workshop:checks", bulletin.pk),
        "write_url": _optional("workshop:write"),
        "data": {
            "bulletin": bulletin.pk,
            "version": bulletin.version,
            "account": str(request.user.pk),
            "isWritable": is_writable,
            "blocks": {block.key: _told(block) for block in written},
        },
    }


def _told(block: Block) -> dict[str, Any]:
    """A block as the script needs it to open it."""
    return {
        "label": block.label,
        "text": block.text,
        "own": block.own_text,
        "shape": block.shape,
        "most": block.most,
    }


def _optional(name: str, *arguments: int) -> str:
    """The address of a page that may not exist in this installation; empty then."""
    try:
        return reverse(name, args=arguments)
    except NoReverseMatch:
        return ""
