"""The edition as JSON for programs: what the page shows, with full addresses. Documented in docs/donnees.md."""

from __future__ import annotations

import json
from typing import Any

from bulletins.presenting import Issue
from bulletins.snapshots import Snapshot
from communes.licence import LICENCE
from french.richtext import plain_text
from initiatives.models import PlaceRole

FORMAT = 1


def as_data(issue: Issue, *, origin: str) -> bytes:
    content, edition = issue.content, issue.edition
    told = {
        "format": FORMAT,
        "url": origin + issue.bulletin.get_absolute_url(),
        "licence": {"name": LICENCE.name, "url": LICENCE.url},
        "publisher": content["publisher"],
        "series": content["series"]["name"],
        "title": issue.title,
        "kind": content["kind"],
        "number": content["number"],
        "date": content["dated_on"] or None,
        "place": content["place"],
        "revision": edition.revision,
        "published_at": edition.published_at.isoformat(),
        "corrections": [{"date": row["date"], "text": row["text"]} for row in content["corrections"]],
        "notice": issue.occulted,
        "letterhead": content["letterhead"],
        "logo": _picture(content["logo"], origin),
        "picture": _picture(content["picture"], origin),
        "introduction": content["introduction_text"],
        "sections": [_section(section, origin) for section in content["sections"]],
        "closing": plain_text(content["closing"]),
        "links": [{"label": link["label"], "url": link["url"]} for link in content["links"]],
        "signatory": content["signatory"],
        "press": [*content["contact_block"], *(row["label"] for row in content["press"])],
    }
    return json.dumps(told, ensure_ascii=False, indent=1).encode()


def _section(section: Snapshot, origin: str) -> dict[str, Any]:
    return {
        "heading": section["heading"],
        "theme": section["theme"]["slug"],
        "introduction": plain_text(section["introduction"]),
        "entries": [_entry(entry, origin) for entry in section["entries"]],
    }


def _entry(entry: Snapshot, origin: str) -> dict[str, Any]:
    return {
        "id": entry["id"],
        "url": origin + entry["url"] if entry["url"] else None,
        "title": entry["title"],
        "text": plain_text(entry["wording"]),
        "picture": _picture(entry["picture"], origin),
        "follows": entry["follows"]["title"] if entry["follows"] else None,
        "organisations": [
            {"name": row["name"], "kind": row["kind"], "role": row["role"], "detail": row["detail"]}
            for row in entry["organisations"]
        ],
        "places": [
            {"name": row["name"], "insee": row.get("insee"), "is_beneficiary": row["role"] == PlaceRole.BENEFITS}
            for row in entry["places"]
        ],
        "figures": entry["figures"],
        "contacts": [
            {"kind": row["kind"], "value": row["value"], "printed": row["printed"], "label": row["label"]}
            for row in entry["contacts"]
        ],
    }


def _picture(picture: Snapshot | None, origin: str) -> dict[str, Any] | None:
    """A logo has neither credit nor licence: it is the mark of who publishes."""
    if picture is None:
        return None
    told = {name: picture[name] for name in ("credit", "licence") if name in picture}
    size = {"width": picture["shared_width"], "height": picture["shared_height"]}
    return {"url": origin + picture["src"], "alt": picture["alternative_text"], **told, **size}
