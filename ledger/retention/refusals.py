"""Why a rule of retention is not agreed to or suspended; the message is a French sentence."""

from __future__ import annotations


class NotAgreeable(Exception):
    pass
