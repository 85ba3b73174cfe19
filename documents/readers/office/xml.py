"""XML parts of Word and OpenDocument files, parsed with nothing of XML that reaches outside the part."""

from __future__ import annotations

from lxml import etree

from documents.readers.errors import Damaged


def parse_part(data: bytes) -> etree._Element:
    """The root of a part. Entities are never expanded, no network, no DTD, libxml2's own size limits stay on."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise Damaged from error


def local_name(element: etree._Element) -> str:
    """The tag without its namespace; "" for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """The attribute of that local name, whatever its namespace; "" when there is none."""
    return next((value for key, value in element.items() if key.rpartition("}")[2] == name), "")
