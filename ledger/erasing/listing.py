"""The list of what was erased, kept where no restore overwrites it, so that a restore can erase it again.

Two files of lines of JSON: beside the files of the site under a name that begins with a dot (an archive holds none, a
restore moves none), and beside the archives where BACKUP_FOLDER is set. A line tells the key of a record and keyed
hashes, nobody's name; it is signed, for whoever could write one could have anybody erased by the next restore.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from french.wording import counted
from ledger.erasing.models import Erasure

logger = logging.getLogger(__name__)

NAME = "effacements.jsonl"
SALT = "ledger.erasing.listing"


def files() -> list[Path]:
    beside = [Path(settings.BACKUP_FOLDER) / NAME] if settings.BACKUP_FOLDER else []
    return [Path(settings.MEDIA_ROOT) / f".{NAME}", *beside]


def keep(erasure: Erasure) -> None:
    """After its commit. What the disk refuses is told by `manage.py verifier`, and written by the night."""
    for path in files():
        try:
            _add(path, [line_of(erasure)])
        except OSError:
            logger.exception("L’effacement %s n’a pas pu être noté dans %s.", erasure.pk, path)


def keep_missing(now: datetime) -> str:
    """What the worker does each night: every list tells every erasure."""
    added = 0
    for path in files():
        missing = _missing(path)
        _add(path, [line_of(one) for one in missing])
        added += len(missing)
    return f"{counted(added, 'ligne ajoutée', 'lignes ajoutées')} à la liste des effacements." if added else ""


def lists_are_whole() -> list[str]:
    """A check of `manage.py verifier`."""
    return [
        f"{path} ne nomme pas {counted(len(missing), 'effacement fait', 'effacements faits')}\u00a0: une restauration "
        "ne les rejouerait pas."
        for path in files()
        if (missing := _missing(path))
    ]


def line_of(erasure: Erasure) -> dict[str, Any]:
    line = {
        "uid": str(erasure.uid),
        "kind": erasure.kind,
        "key": erasure.key,
        "reason": erasure.reason,
        "spared": erasure.spared,
        "families": erasure.families,
        "prints": erasure.prints,
        "asked_at": erasure.asked_at.isoformat(),
        "asked_by": erasure.asked_by_id,
        "confirmed_at": erasure.confirmed_at.isoformat(),
        "confirmed_by": erasure.confirmed_by_id,
        "is_alone": bool(erasure.alone_because),
    }
    return line | {"signature": _signature(line, settings.SECRET_KEY)}


def lines(paths: Iterable[Path]) -> tuple[dict[str, dict[str, Any]], int]:
    """Those of all files by their uid, the oldest first, and how many were refused: damaged, or signed by no key of
    ours."""
    found: dict[str, dict[str, Any]] = {}
    refused = 0
    for path in dict.fromkeys(paths):
        if not path.is_file():
            continue
        for text in path.read_text(encoding="utf-8").splitlines():
            try:
                line = json.loads(text)
                signature = line.pop("signature")
                is_ours = _is_signed(line, signature)
            except (ValueError, KeyError, TypeError, AttributeError):
                is_ours = False
            if is_ours:
                found[line["uid"]] = line
            else:
                refused += 1
    return dict(sorted(found.items(), key=lambda item: item[1]["confirmed_at"])), refused


def _missing(path: Path) -> list[Erasure]:
    known = lines([path])[0].keys()
    return [one for one in Erasure.objects.done().order_by("confirmed_at") if str(one.uid) not in known]


def _add(path: Path, added: list[dict[str, Any]]) -> None:
    """In one write, and on the disk before it returns."""
    if not added:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False, sort_keys=True) + "\n" for line in added)
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _signature(line: dict[str, Any], key: str) -> str:
    told = json.dumps(line, ensure_ascii=False, sort_keys=True)
    return salted_hmac(SALT, told, secret=key, algorithm="sha256").hexdigest()


def _is_signed(line: dict[str, Any], signature: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(_signature(line, key), signature) for key in keys)
