"""What a page needs to show a picture, from plain facts: those of a row, or those that an edition has frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from initiatives.pictures.models import Picture, Rendition

SHARED_WIDTH = 960  # pixels: what networks and the printed page take, where there is that much
MODERN = (Rendition.Format.AVIF, Rendition.Format.WEBP)  # the lightest first: a browser takes the first it knows
TOLD = {
    Picture.Licence.AGREED: "avec l’accord de l’auteur",
    Picture.Licence.OPEN: "Licence Ouverte 2.0",
    Picture.Licence.CC_BY: "CC BY 4.0",
    Picture.Licence.CC_BY_SA: "CC BY-SA 4.0",
    Picture.Licence.PUBLIC_DOMAIN: "domaine public",
}
TEXTS = ("alternative_text", "credit")

Facts = dict[str, Any]


def facts_of(picture: Picture) -> Facts:
    """All that is frozen with a bulletin."""
    return {
        "sha256": picture.sha256,
        "widths": sorted(picture.widths),
        "width": picture.width,
        "height": picture.height,
        "licence": picture.licence,
        **{name: getattr(picture, name) for name in TEXTS},
    }


def shown(facts: Facts, *, hide: Callable[[str], str] = str) -> Facts:
    """With addresses and words; `hide` takes out of its texts what the public may not read. No query."""
    texts = {name: hide(facts[name]) for name in TEXTS}
    shared = shared_width(facts)
    return {
        **texts,
        "sha256": facts["sha256"],
        "licence": TOLD[Picture.Licence(facts["licence"])],
        "width": facts["width"],
        "height": facts["height"],
        "sources": [{"type": f"image/{kind.value}", "srcset": _srcset(facts, kind)} for kind in MODERN],
        "srcset": _srcset(facts, Rendition.Format.JPEG),
        "src": _address(facts, shared, Rendition.Format.JPEG),
        "shared_width": shared,
        "shared_height": round(facts["height"] * shared / facts["width"]),
    }


def shared_width(facts: Facts) -> int:
    """The width nearest to `SHARED_WIDTH` from below; the only one where all are wider."""
    return max((width for width in facts["widths"] if width <= SHARED_WIDTH), default=min(facts["widths"]))


def _srcset(facts: Facts, kind: Rendition.Format) -> str:
    return ", ".join(f"{_address(facts, width, kind)} {width}w" for width in facts["widths"])


def _address(facts: Facts, width: int, kind: Rendition.Format) -> str:
    return reverse("initiatives:picture", args=[facts["sha256"], width, kind.value])
