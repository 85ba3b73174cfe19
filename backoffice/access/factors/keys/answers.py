"""Reading what a browser sends in the name of a key: anybody may have written it."""

from __future__ import annotations

import json
import struct
from typing import Any

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from webauthn.helpers.exceptions import WebAuthnException

MOST_SIGNS = 16_000  # of an answer; a usual one has less than two thousand
# What the library raises for an answer that is none: it refuses the odd in its own words, the broken in Python's.
UNREADABLE = (
    WebAuthnException,
    InvalidSignature,
    UnsupportedAlgorithm,
    struct.error,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)


def read(answer: str) -> dict[str, Any]:
    """The answer as the browser put it together; {} for what is none."""
    try:
        told = json.loads(answer[:MOST_SIGNS])
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}
