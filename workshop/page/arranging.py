"""The acts of the page on the parts of a bulletin: placed, moved, taken out, put back. Rules are `composing`'s."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import ValidationError

from bulletins import composing
from bulletins.composing import ComposingRefusal
from bulletins.models import Bulletin, BulletinLink, Entry, Section
from initiatives.models import Initiative, Theme
from workshop.page.asking import Unreadable, key_in, text_in

PARTS: dict[str, type[composing.Part]] = {"entry": Entry, "section": Section, "link": BulletinLink}
GONE = {
    "entry": "Cette entrée vient d’être ôtée du bulletin.",
    "section": "Cette rubrique vient d’être retirée.",
    "link": "Ce lien vient d’être retiré.",
}
URL = forms.URLField(max_length=300, assume_scheme="https")

Done = tuple[str, int]  # the kind and the key of the part that was touched


def arrange(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    """Do the act named in `sent`. ComposingRefusal with a sentence, Unreadable for what no page of ours sends."""
    acts: dict[str, Callable[..., Done]] = {
        "move": _move,
        "remove": _remove,
        "put_back": _put_back,
        "add_entry": _add_entry,
        "add_section": _add_section,
        "add_link": _add_link,
    }
    act = acts.get(text_in(sent, "act"))
    if act is None:
        raise Unreadable
    return act(bulletin, sent, by=by)


def _move(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    kind = _kind(sent)
    part = _part(bulletin, kind, key_in(sent, "id"))
    before_key = key_in(sent, "before")
    before = None if before_key is None else _part(bulletin, kind, before_key)
    if kind == "entry":
        section = _part(bulletin, "section", key_in(sent, "section"))
        composing.place_entry(entry=part, section=section, before=before, by=by)
    elif kind == "section":
        composing.place_section(section=part, before=before, by=by)
    else:
        composing.place_link(link=part, before=before, by=by)
    return kind, part.pk


def _remove(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    kind = _kind(sent)
    part = _part(bulletin, kind, key_in(sent, "id"))
    key = part.pk  # a deleted row has none
    if kind == "entry":
        composing.remove_entry(entry=part, by=by)
    elif kind == "section":
        composing.remove_section(section=part, by=by)
    else:
        composing.remove_link(link=part, by=by)
    return kind, key


def _put_back(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    kind, key = _kind(sent), key_in(sent, "id")
    if key is None:
        raise Unreadable
    return kind, composing.put_back(bulletin=bulletin, model=PARTS[kind], pk=key, by=by).pk


def _add_entry(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    """In the section named, else in the one of the initiative's theme, which is made where there is none."""
    initiatives = Initiative.objects.filter(merged_into=None).exclude(status=Initiative.Status.WITHDRAWN)
    initiative = initiatives.select_related("theme").defer("search_vector").filter(pk=key_in(sent, "id")).first()
    if initiative is None:
        raise ComposingRefusal("Cette initiative a été retirée ou réunie avec une autre.")
    key = key_in(sent, "section")
    if key is not None:
        section = _part(bulletin, "section", key)
    else:
        section = bulletin.sections.filter(theme=initiative.theme).last()
    if section is None:
        section = composing.add_section(bulletin=bulletin, theme=initiative.theme, by=by)
    entry = composing.add_entry(section=section, initiative=initiative, by=by)
    before = key_in(sent, "before")
    if before is not None:
        composing.place_entry(entry=entry, section=section, before=_part(bulletin, "entry", before), by=by)
    return "entry", entry.pk


def _add_section(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    theme = Theme.objects.filter(pk=key_in(sent, "theme")).first()
    if theme is None:
        raise ComposingRefusal("Choisissez le thème de la rubrique.")
    heading = text_in(sent, "heading").replace("\x00", "")
    return "section", composing.add_section(bulletin=bulletin, theme=theme, heading=heading, by=by).pk


def _add_link(bulletin: Bulletin, sent: dict[str, Any], *, by: AbstractBaseUser) -> Done:
    try:
        url = URL.clean(text_in(sent, "url"))
        label = forms.CharField(max_length=160, required=False).clean(text_in(sent, "label"))
    except ValidationError as error:
        raise ComposingRefusal(" ".join(error.messages)) from error
    return "link", composing.add_link(bulletin=bulletin, url=url, label=label, by=by).pk


def _kind(sent: dict[str, Any]) -> str:
    kind = text_in(sent, "kind")
    if kind not in PARTS:
        raise Unreadable
    return kind


def _part(bulletin: Bulletin, kind: str, key: int | None) -> Any:
    """The part of this bulletin under the key; a refusal when it is no longer there."""
    if kind == "entry":
        rows = Entry.objects.select_related("section", "initiative").defer("initiative__search_vector")
        rows = rows.filter(section__bulletin=bulletin)
    else:
        rows = PARTS[kind].objects.filter(bulletin=bulletin)
    part = rows.filter(pk=key).first()
    if part is None:
        raise ComposingRefusal(GONE[kind])
    return part
