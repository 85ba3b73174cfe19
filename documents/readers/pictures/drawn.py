"""What a picture becomes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

FORMATS = ("avif", "webp", "jpeg")
WIDTHS = (480, 960, 1600)  # pixels: a telephone, a column of text, a wide screen and the printed page


@dataclass(frozen=True, slots=True)
class Purpose:
    """What a picture is for: in which widths it is drawn, the least that its file has, and its longest shape."""

    widths: tuple[int, ...]
    is_logo: bool = False
    widest: int = 4  # times its height: a banner
    tallest: int = 2  # times its width: two squares one above the other


PURPOSES = {"photograph": Purpose(WIDTHS), "logo": Purpose((160, 320, 640), is_logo=True, widest=6)}


@dataclass(frozen=True, slots=True)
class Rendition:
    format: str
    width: int
    height: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture in each width that it has pixels for, in each format; the widest first within its format."""

    renditions: tuple[Rendition, ...]

    @property
    def width(self) -> int:
        return max(one.width for one in self.renditions)

    @property
    def height(self) -> int:
        return max(one.height for one in self.renditions)

    @property
    def sha256(self) -> str:
        """Of all renditions: the name under which they are served, so that a name never means other bytes."""
        return hashlib.sha256(b"".join(one.data for one in self.renditions)).hexdigest()
