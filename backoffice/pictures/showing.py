"""What a page needs to show a picture, from plain facts: those of a row, or those that an edition has frozen."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from backoffice.pictures.models import Photograph, PictureFile, StoredPicture
from french.wording import NBSP

SHARED_WIDTH = 960  # pixels: what networks and the printed page take, where there is that much
MODERN = (PictureFile.Format.AVIF, PictureFile.Format.WEBP)  # the lightest first: a browser takes the first it knows
TOLD = {
    Photograph.Licence.AGREED: "avec l’accord de l’auteur",
    Photograph.Licence.OPEN: "Licence Ouverte 2.0",
    Photograph.Licence.CC_BY: "CC BY 4.0",
    Photograph.Licence.CC_BY_SA: "CC BY-SA 4.0",
    Photograph.Licence.PUBLIC_DOMAIN: "domaine public",
}
TEXTS = ("alternative_text", "credit")

Facts = dict[str, Any]


def facts_of(picture: Photograph) -> Facts:
    """All that is frozen with a bulletin."""
    return {**files_of(picture), "licence": picture.licence, **{name: getattr(picture, name) for name in TEXTS}}


def files_of(picture: StoredPicture) -> Facts:
    """What is frozen of a picture that says nothing by itself, as a logo."""
    return {
        "sha256": picture.sha256,
        "widths": sorted(picture.widths),
        "width": picture.width,
        "height": picture.height,
    }


def shown(facts: Facts, *, hide: Callable[[str], str] = str) -> Facts:
    """With addresses and words; `hide` takes out of its texts what the public may not read. No query."""
    texts = {name: hide(facts[name]) for name in TEXTS}
    licence = TOLD[Photograph.Licence(facts["licence"])]
    credited = f"Photo{NBSP}: {texts['credit']}, {licence}"
    return texts | {"licence": licence, "credited": credited} | addressed(facts)


def picture_data(picture: Facts, origin: str) -> Facts:
    """As schema.org describes it. `picture` is as `shown` gives it; `origin` is the site's own address."""
    return {
        "@type": "ImageObject",
        "url": origin + picture["src"],
        "width": picture["shared_width"],
        "height": picture["shared_height"],
        "description": picture["alternative_text"],
        "creditText": picture["credit"],
    }


def addressed(facts: Facts) -> Facts:
    """The files with their addresses."""
    shared = shared_width(facts)
    return {
        "sha256": facts["sha256"],
        "width": facts["width"],
        "height": facts["height"],
        "sources": [{"type": f"image/{kind.value}", "srcset": _srcset(facts, kind)} for kind in MODERN],
        "srcset": _srcset(facts, PictureFile.Format.JPEG),
        "src": _address(facts, shared, PictureFile.Format.JPEG),
        "shared_width": shared,
        "shared_height": round(facts["height"] * shared / facts["width"]),
    }


def keyed(picture: Facts, key: str) -> Facts:
    """The same files under addresses that carry a key, for a page that is not for everybody."""

    def each(srcset: str) -> str:
        candidates = (one.split(" ") for one in srcset.split(", "))
        return ", ".join(f"{address}?cle={key} {width}" for address, width in candidates)

    sources = [source | {"srcset": each(source["srcset"])} for source in picture["sources"]]
    return picture | {"sources": sources, "srcset": each(picture["srcset"]), "src": f"{picture['src']}?cle={key}"}


def shared_width(facts: Facts) -> int:
    """The width nearest to `SHARED_WIDTH` from below; the only one where all are wider."""
    return max((width for width in facts["widths"] if width <= SHARED_WIDTH), default=min(facts["widths"]))


def _srcset(facts: Facts, kind: PictureFile.Format) -> str:
    return ", ".join(f"{_address(facts, width, kind)} {width}w" for width in facts["widths"])


def _address(facts: Facts, width: int, kind: PictureFile.Format) -> str:
    return reverse("initiatives:picture", args=[facts["sha256"], width, kind.value])
