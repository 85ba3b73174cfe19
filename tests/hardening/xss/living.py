"""What of a page would run, as a browser's parser reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import lxml.etree
import lxml.html
import tinyhtml5

from tests.hardening.xss.payloads import CALL

RUN_BY = ("{http://www.w3.org/1999/xhtml}", "{http://www.w3.org/2000/svg}")
LEADING = {"href", "src", "action", "formaction", "data", "srcdoc", "poster", "background", "content", "srcset"}
RUNNING = re.compile(r"(?:^|url=)(?:javascript|vbscript|data:text/html)", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x20]")  # what browsers leave out of a scheme
DATA = re.compile(r"json|template|speculationrules")  # kinds of scripts that are only read


def living(page: str, *, as_browsers: bool = True) -> list[str]:
    """Elements and attributes of an HTML page that a trap brought to life. The parser of browsers takes fifty times as
    long as the other one, which knows no mutation."""
    return list(_living(tinyhtml5.parse(page) if as_browsers else lxml.html.document_fromstring(page.encode())))


def living_in_xml(document: bytes) -> list[str]:
    """The same for a feed or a map, whose elements are never those of HTML or SVG: a browser runs these."""
    root = lxml.etree.fromstring(document, lxml.etree.XMLParser(resolve_entities=False))
    foreign = [str(one.tag) for one in root.iter() if not isinstance(one.tag, str) or one.tag.startswith(RUN_BY)]
    return foreign + list(_living(root))


def _living(root: Element) -> Iterator[str]:
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        name = element.tag.rpartition("}")[2]
        text = "".join(element.itertext()) if name in ("script", "style") else ""
        if CALL in text + (element.get("src", "") if name == "script" else "") and not DATA.search(
            element.get("type", "")
        ):
            yield f"<{name}> {text[:120]}"
        yield from (f"<{name} {told}>" for told in _attributes(element))


def _attributes(element: Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        name = str(key).rpartition("}")[2].lower()
        is_handler = name.startswith("on") or "hx-on" in name
        leads = name in LEADING and RUNNING.search(UNSEEN.sub("", value))
        if CALL in name or (is_handler and CALL in value) or (name == "srcdoc" and CALL in value) or leads:
            yield f"{name}={value[:120]}"
