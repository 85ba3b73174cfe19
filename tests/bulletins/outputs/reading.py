"""What someone reads who opens a form: its words, whatever the format."""

from __future__ import annotations

import json
import re
from html import unescape
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

import docx
import odfdo
from django.utils.html import strip_tags

OFFICE, TEXT = (f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}" for name in ("office", "text"))


def words_of(extension: str, data: bytes) -> str:
    """The readable words on one line, without the line ends and markup of the format."""
    return " ".join(READERS[extension](data).replace("\u00a0", " ").split())


def _docx(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(BytesIO(data)).paragraphs)


def _odt(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as archive:
        content = archive.read("content.xml")
    content = re.sub(rb"<text:(?:s|line-break)/>", b" ", content)
    content = re.sub(rb"<svg:desc>.*?</svg:desc>", b"", content)  # what a picture shows is not read on the page
    body = ElementTree.fromstring(content).find(f".//{OFFICE}text")
    paragraphs = (one for one in body.iter() if one.tag in (f"{TEXT}p", f"{TEXT}h"))
    return "\n".join("".join(paragraph.itertext()) for paragraph in paragraphs)


def _json(data: bytes) -> str:
    def texts(value: object) -> list[str]:
        if isinstance(value, dict):
            return [text for item in value.values() for text in texts(item)]
        if isinstance(value, list):
            return [text for item in value for text in texts(item)]
        return [str(value)]

    return "\n".join(texts(json.loads(data)))


def _zip(data: bytes) -> str:
    with ZipFile(BytesIO(data)) as archive:
        return "\n".join(
            READERS[name.rpartition(".")[2]](archive.read(name))
            for name in archive.namelist()
            if name.rpartition(".")[2] in READERS
        )


READERS = {
    "docx": _docx,
    "odt": _odt,
    "txt": lambda data: data.decode(),
    "html": lambda data: unescape(strip_tags(data.decode())),
    "json": _json,
    "csv": lambda data: data.decode("utf-8-sig"),
    "zip": _zip,
}


def pictures_of(extension: str, data: bytes) -> list[str]:
    """What someone is told who does not see them: the words of each picture, in the order of the form."""
    return PICTURES[extension](data)


def _docx_pictures(data: bytes) -> list[str]:
    return [shape._inline.docPr.get("descr") for shape in docx.Document(BytesIO(data)).inline_shapes]


def _odt_pictures(data: bytes) -> list[str]:
    frames = odfdo.Document(BytesIO(data)).body.get_frames()
    return [frame.svg_description for frame in frames]


def _json_pictures(data: bytes) -> list[str]:
    told = json.loads(data)
    entries = [entry for section in told["sections"] for entry in section["entries"]]
    return [one["alt"] for one in (told["logo"], told["picture"], *(one["picture"] for one in entries)) if one]


PICTURES = {
    "docx": _docx_pictures,
    "odt": _odt_pictures,
    "txt": lambda data: re.findall(r"\[Image\u00a0: (.*)\]", data.decode()),
    "html": lambda data: re.findall(r'<img [^>]*alt="([^"]*)"', unescape(data.decode())),
    "json": _json_pictures,
}
