"""Every place where somebody who was erased might still be told: pages, files, tables, the memory of a process.

A surface is a name with all that is said there. Pages are asked for as the public asks; what a process keeps is read
where it lies, without its own rules for showing it.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse

from bulletins.listing.short import KEPT
from bulletins.models import Bulletin
from config.backups import databases, programs
from config.keeping.last import LastPages
from config.keeping.pages import KeptPages
from directory.cards import keeping
from directory.finding.spelling import vocabulary
from directory.index.standing import Standing
from directory.marking.lexemes import LEXEMES
from initiatives.models import Initiative
from organisations.models import Organisation
from tests.ledger.canaries import Canary, World

LISTS = ("organisations_person", "organisations_contact", "documents_documentimport", "directory_vainsearch")


@dataclass
class Process:
    """One process of the site: `public` and `desk` ask it, the rest is its memory."""

    desk: Client
    public: Client
    index: Standing
    settings: Any  # of pytest, which puts back what is set
    kept: list[KeptPages] = field(default_factory=list)
    last: list[LastPages] = field(default_factory=list)


def surfaces(world: World, process: Process, canaries: list[Canary]) -> Iterator[tuple[str, str]]:
    """What leaves a trace of its own, a search, comes last. Before it PostgreSQL answers, each time one looks."""
    process.settings.DIRECTORY_INDEX = "off"
    yield from _told_to_the_public(world, process)
    yield from _told_to_the_office(world, process)
    yield from _stored()
    yield from _searched(process, canaries)
    yield from _remembered(process, canaries)


def _told_to_the_public(world: World, process: Process) -> Iterator[tuple[str, str]]:
    rows = _initiatives(world)
    yield "pages des initiatives", "".join(_body(process.public, row.get_absolute_url()) for row in rows)
    directory = "".join(_body(process.public, f"/initiatives/?tri={order}") for order in ("recent", "commune"))
    yield "répertoire", directory
    yield "facettes", re.sub(r"<article.*?</article>", "", directory, flags=re.DOTALL)
    yield (
        "pages des organisations",
        "".join(_body(process.public, one.get_absolute_url()) for one in Organisation.objects.filter(merged_into=None)),
    )
    for form in ("csv", "json", "geojson", "atom"):
        yield form, _body(process.public, f"/initiatives.{form}")
    yield "flux des bulletins", _body(process.public, "/bulletins/atom.xml")
    yield "plan du site", _body(process.public, "/sitemap.xml")
    for bulletin in Bulletin.objects.filter(pk__in=[one.pk for one in world.bulletins]).select_related("series"):
        page = bulletin.get_absolute_url()
        yield "pages des bulletins", "".join(_body(process.public, f"{page}?revision={turn}") for turn in (1, 2))
        for form in ("pdf", "docx", "odt", "txt", "json", "zip"):
            yield f"bulletin {form}", _body(process.public, f"{page.rstrip('/')}.{form}")


def _told_to_the_office(world: World, process: Process) -> Iterator[tuple[str, str]]:
    lists = (reverse(f"admin:{name}_changelist") for name in LISTS)
    yield "listes de la rédaction", "".join(_body(process.desk, url) for url in lists)
    histories = (reverse("admin:initiatives_initiative_history", args=[row.pk]) for row in _initiatives(world))
    yield "historiques", "".join(_body(process.desk, url) for url in histories)


def _stored() -> Iterator[tuple[str, str]]:
    yield "base", "\n".join(everything_stored())
    yield "copie de la base", dumped()
    yield "sessions", " ".join(str(session.get_decoded()) for session in Session.objects.all())
    files = [path for path in sorted(Path(settings.MEDIA_ROOT).rglob("*")) if path.is_file()]
    yield "fichiers", "\n".join(f"{path}\n{read_file(path.read_bytes())}" for path in files)
    yield "fichiers en octets", "\n".join(path.read_bytes().decode(errors="replace") for path in files)


def _searched(process: Process, canaries: list[Canary]) -> Iterator[tuple[str, str]]:
    """By PostgreSQL and by the index; what is proposed for half a word, for a word with a slip, and for a row."""
    for called, is_on in (("recherche", "off"), ("recherche en mémoire", "on")):
        process.settings.DIRECTORY_INDEX = is_on
        _ready(process)
        found = (_body(process.public, f"/initiatives/?q={one.family}") for one in canaries)
        yield called, "".join("".join(re.findall(r"<article.*?</article>", page, re.DOTALL)) for page in found)
    for one in canaries:
        yield "suggestions", _body(process.public, f"/suggestions/?q={one.family[:-2]}")
        yield "orthographe", _body(process.public, f"/initiatives/?q={one.family[:-1]}")
        for name, words in (("persons", one.family[:-1]), ("contacts", one.number[-4:])):
            asked = {"app_label": "initiatives", "model_name": "initiative", "field_name": name, "term": words}
            yield f"complétion ({name})", _body(process.desk, f"{reverse('admin:autocomplete')}?{urlencode(asked)}")


def _remembered(process: Process, canaries: list[Canary]) -> Iterator[tuple[str, str]]:
    """What the process that has just answered holds, and what it wrote to its disk for the next one."""
    _body(process.public, "/initiatives/?tri=recent")
    state = _ready(process)
    yield "index en mémoire", " ".join([*_words_of(state.sets), *map(repr, vars(state.vocabulary).values())])
    path = Path(settings.DIRECTORY_INDEX_FILE)
    yield "index sur le disque", "".join(one.read_bytes().decode(errors="replace") for one in path.parent.iterdir())
    yield "cartes gardées", " ".join(repr(told) for held in keeping._kept.values() for told in held.told.values())
    yield "bulletins en bref", repr(KEPT.kept)
    pages = (page.content for store in process.kept for page in store.pages.values())
    yield "pages gardées", "".join(one.decode() for one in pages)
    packed = (page.packed for store in process.last for page in store.pages.values())
    yield "pages de secours", "".join(zlib.decompress(one).decode() for one in packed)
    yield "mots des textes", " ".join(LEXEMES._of)
    yield "mots connus", " ".join(f"{key} {word}" for key, word in vocabulary().spelt.items())


def _words_of(sets: Any) -> Iterator[str]:
    return (key for keys in sets.families.values() for key in list(keys))


def _ready(process: Process) -> Any:
    """The state of the index as the next answers have it; None where it is off."""
    process.index.state()
    process.index.wait()
    return process.index.state()


def _initiatives(world: World) -> list[Initiative]:
    return list(Initiative.objects.filter(pk__in=[row.pk for row in world.initiatives], status="published"))


def _body(client: Client, path: str) -> str:
    response = client.get(path)
    whole = b"".join(response.streaming_content) if response.streaming else response.content
    return read_file(whole)


def everything_stored() -> Iterator[str]:
    """Every value of every row of every model."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield from (_opened(value) for value in row.values() if value is not None)


def dumped() -> str:
    """What `pg_dump` writes of the whole database, tables that no model knows and what the search derives included."""
    path = Path(settings.MEDIA_ROOT).with_name("copie.sql")
    programs.run(
        "pg_dump",
        *("--format=plain", "--file", path),
        server_version=connection.pg_version,
        connection=databases.parameters(),
    )
    try:
        return path.read_bytes().decode(errors="replace")
    finally:
        path.unlink()


@lru_cache(maxsize=64)
def read_file(data: bytes) -> str:
    """What a file says: of an archive each part with its name, of a PDF its text and what it tells of itself."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = (f"{name} {_without_marks(read_file(archive.read(name)))}" for name in archive.namelist())
            return "\n".join(parts)
    if data.startswith(b"%PDF"):
        import pdfplumber

        with pdfplumber.open(io.BytesIO(data)) as pdf:
            return "\n".join([repr(pdf.metadata), *(page.extract_text().replace("\n", " ") for page in pdf.pages)])
    return data.decode(errors="replace")


def _without_marks(text: str) -> str:
    return re.sub(r"<[^>]+>", "", text) if text.lstrip().startswith("<?xml") else text


def _opened(value: Any) -> str:
    """A text that is JSON says its letters as they are."""
    if isinstance(value, str) and value[:1] in "[{":
        try:
            value = json.loads(value)
        except ValueError:
            return value
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
