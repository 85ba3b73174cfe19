"""Pictures of a bulletin that is not out yet, for those whom the office gave a link to it (embargo, proof).

Their addresses carry a key that is signed and soon void: who is sent such an address later gets nothing.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner

from backoffice.pictures.showing import Facts, keyed
from bulletins.snapshots import Snapshot

LASTS = timedelta(hours=2)  # what is far down a page is only asked for when it is read
_signer = TimestampSigner(salt="bulletins.pictures.outside")


def handed_out(content: Snapshot) -> Snapshot:
    """A copy of what a page shows, whose pictures open for who has the page. A logo is public anyway."""
    sections = [
        section | {"entries": [entry | {"picture": _opened(entry["picture"])} for entry in section["entries"]]}
        for section in content["sections"]
    ]
    return content | {"picture": _opened(content["picture"]), "sections": sections}


def opens(sha256: str, key: str) -> bool:
    try:
        return _signer.unsign(f"{sha256}{_signer.sep}{key}", max_age=LASTS) == sha256
    except BadSignature:
        return False


def _opened(picture: Facts | None) -> Facts | None:
    if picture is None:
        return None
    return keyed(picture, _signer.sign(picture["sha256"]).removeprefix(picture["sha256"] + _signer.sep))
