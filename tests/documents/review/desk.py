"""What a browser sends from the review screen, and what became of it."""

from __future__ import annotations

from django.urls import reverse

from documents.review.draft import initiatives_of


def url(review, name="change"):
    return reverse(f"admin:documents_documentimport_{name}", args=[review.pk])


def ids(review):
    review.refresh_from_db()
    return [initiative["id"] for initiative in initiatives_of(review.proposal)]


def find(review, identifier):
    review.refresh_from_db()
    return next(one for one in initiatives_of(review.proposal) if one["id"] == identifier)


def card(review, identifier, act="save", **changes):
    """What the browser sends from one card."""
    initiative = find(review, identifier)
    return {
        "version": review.version,
        "initiative": identifier,
        "act": act,
        "title": initiative["title"],
        "text": initiative["text"],
        "link": "",
        **changes,
    }


def correct(desk, review, data, **headers):
    return desk.post(url(review, "correction"), data, **headers)
