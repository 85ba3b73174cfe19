"""What names the content of an answer, so that a browser which holds it is not sent it again."""

from __future__ import annotations

import hashlib

FINGERPRINT = "ETag"


def fingerprint(content: bytes) -> str:
    """Weak: the same words, whether compressed or not."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:32]}"'
