"""Actors of a proposal that are described, not named: cited in the record, without a page of their own."""

from __future__ import annotations

from documents.review.draft import Draft
from french.nameless import is_nameless


def names_nobody(organisation: Draft, initiative: Draft) -> bool:
    """“Bénévoles”, “Couturières de Marck” in a passage on Marck, and whoever stands in for a private person."""
    places = [place["name"] for field in ("communes", "areas") for place in initiative[field]]
    return bool(organisation.get("is_anonymous")) or is_nameless(organisation["name"], places=places)
