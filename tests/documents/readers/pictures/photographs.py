"""Pictures of the tests, made here: gradients with some detail, so that every decoder has work to do."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image


def photograph(width: int = 1200, height: int = 800, *, mode: str = "RGB", kind: str = "JPEG", **options: Any) -> bytes:
    tile = Image.radial_gradient("L").resize((width, height))
    image = Image.merge("RGB", (tile, tile.transpose(Image.Transpose.FLIP_LEFT_RIGHT), tile)).convert(mode)
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def exif_with_place() -> Image.Exif:
    """As a telephone writes it: held upright, with its maker and where it stood."""
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Fabricant"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (50.0, 57.0, 0.0)
    return exif
