"""Ways to damage a file: its bytes, the parts of its archive, its tags and numbers, or with what parsers trip over."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from random import Random

LAUGHS = b'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = b'<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd"><!ENTITY % b SYSTEM "http://127.0.0.1/b">%b;]>'
RUNS = (
    b",",
    b"\xc2\xa0",
    b"9",
    b".",
    b"%",
    b"Arras ",
    b"*",
    b"|",
    b"(",
    b"- ",
    b"03 21 ",
    b"a@",
    b"\n",
    b"<",
    b"\xed\xa0\x80",
)
Way = Callable[[bytes, bytes, Random], bytes]


def bytes_changed(data: bytes, other: bytes, dice: Random) -> bytes:
    out = bytearray(data)
    for _ in range(dice.randint(1, 10)):
        at, choice = dice.randrange(len(out) or 1), dice.random()
        if choice < 0.5 and out:
            out[at] = dice.randrange(256)
        elif choice < 0.7:
            del out[at : at + dice.randint(1, 30)]
        elif choice < 0.85:
            out[at:at] = dice.randbytes(dice.randint(1, 20))
        else:
            out[at:at] = out[at : at + dice.randint(1, 200)]
    return bytes(out)


def cut_short(data: bytes, other: bytes, dice: Random) -> bytes:
    return data[: dice.randrange(len(data))]


def spliced(data: bytes, other: bytes, dice: Random) -> bytes:
    """The head of one file and the tail of another."""
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def numbers_swapped(data: bytes, other: bytes, dice: Random) -> bytes:
    """The objects of a PDF point to one another by number."""
    words = data.split(b" ")
    for _ in range(3):
        words[dice.randrange(len(words))] = dice.choice([b"0", b"1", b"-1", b"99999999", b"R", b"<<", b"]"])
    return b" ".join(words)


def run_put_in(data: bytes, other: bytes, dice: Random) -> bytes:
    """Long runs of one sign: what takes a reader more time than there is text."""
    at = dice.randrange(len(data))
    return data[:at] + dice.choice(RUNS) * dice.choice((50, 2_000, 40_000)) + data[at:]


def part_changed(data: bytes, other: bytes, dice: Random) -> bytes:
    """The archive stays sound and one of its parts is damaged: that is what reaches the parsers."""
    return _with_part(data, dice, lambda part: dice.choice((bytes_changed, run_put_in))(part, part, dice))


def tag_swapped(data: bytes, other: bytes, dice: Random) -> bytes:
    """Well-formed and wrong: a name or a number of a part replaced by another one of it."""

    def swapped(part: bytes) -> bytes:
        words = part.split(b'"')
        words[dice.randrange(len(words))] = dice.choice([b"", b"-1", b"99999999999", b"x", *words[:200]])
        return b'"'.join(words)

    return _with_part(data, dice, swapped)


def entities_put_in(data: bytes, other: bytes, dice: Random) -> bytes:
    def declared(part: bytes) -> bytes:
        head, end, rest = part.partition(b"?>")
        told = dice.choice((LAUGHS, OUTSIDE))
        return (head + end + told + rest if end else told + part).replace(b"</w:t>", b"&c;</w:t>", 3)

    return _with_part(data, dice, declared)


def element_nested(data: bytes, other: bytes, dice: Random) -> bytes:
    name, depth = dice.choice((b"w:tbl", b"w:p", b"w:r", b"text:span", b"text:list")), dice.choice((20, 300, 5_000))
    inside = b"<%s>" % name * depth + b"</%s>" % name * depth
    return _with_part(
        data,
        dice,
        lambda part: part.replace(b"<w:p>", inside + b"<w:p>", 1).replace(b"<text:p", inside + b"<text:p", 1),
    )


def _with_part(data: bytes, dice: Random, change: Callable[[bytes], bytes]) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = dice.choice([name for name, part in parts.items() if part and name.endswith(".xml")])
    parts[name] = change(parts[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for one, part in parts.items():
            archive.writestr(one, part)
    return out.getvalue()


PLAIN: tuple[Way, ...] = (bytes_changed, cut_short, spliced)
INSIDE: tuple[Way, ...] = (part_changed, part_changed, tag_swapped, tag_swapped, entities_put_in, element_nested)
WAYS: dict[str, tuple[Way, ...]] = {
    "docx": PLAIN + INSIDE,
    "odt": PLAIN + INSIDE,
    "pdf": (*PLAIN, numbers_swapped, numbers_swapped),
    "txt": (*PLAIN, run_put_in),
    "md": (*PLAIN, run_put_in),
    "jpeg": PLAIN,
    "png": PLAIN,
    "webp": PLAIN,
    "avif": PLAIN,
}
