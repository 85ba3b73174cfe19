"""What mammoth does not read of a Word file, mended into the body before it reads, so that no text is lost."""

from __future__ import annotations

import io
import re
import zipfile
from copy import deepcopy
from dataclasses import dataclass, field

from lxml import etree

from documents.readers.errors import Damaged, TooLarge
from documents.readers.lines.running import says_when
from documents.readers.office.xml import attribute, local_name, parse_part

_V = "urn:schemas-microsoft-com:vml"
_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_BODIES = ("document", "footnotes", "endnotes")
# Mammoth takes some 30 µs for each element, whatever it is: more would end at the reader's ten seconds. Sixty pages
# written in Word, with all that it notes of each run, make about half of it.
MOST_ELEMENTS = 200_000
DEEPEST_FIELD = 20  # fields in one another; Mammoth looks at all that are open for each run
_HEADING_NAME = re.compile(r"(?:heading|titre) ?([1-9])", re.IGNORECASE)
_TITLE_NAMES = {"title": 1, "titre": 1, "subtitle": 2, "sous-titre": 2}


@dataclass(frozen=True, slots=True)
class Styles:
    """Styles that are bold, and styles that are headings by their outline, their own or inherited."""

    bold: frozenset[str] = frozenset()
    ranks: dict[str, int] = field(default_factory=dict)

    def heading_rank(self, style_id: str | None, name: str | None) -> int:
        """1 to 6, or 0 for what is no heading."""
        return self.ranks.get(style_id or "", 0) or min(6, _rank_by_name(name or style_id or ""))


def styles_of(data: bytes) -> Styles:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "word/styles.xml" not in archive.namelist():
            return Styles()
        root = parse_part(archive.read("word/styles.xml"))
    parents: dict[str, str] = {}
    own_bold: dict[str, bool] = {}
    own_rank: dict[str, int] = {}
    for style in root:
        if local_name(style) != "style":
            continue
        name = attribute(style, "styleId")
        for child in style.iter():
            tag, value = local_name(child), attribute(child, "val")
            if tag == "basedOn":
                parents[name] = value
            elif tag == "name" and _rank_by_name(value):
                own_rank[name] = _rank_by_name(value)
            elif tag == "outlineLvl" and value.isdigit() and int(value) < 9:
                own_rank.setdefault(name, int(value) + 1)
            elif tag == "b":
                own_bold[name] = value not in ("0", "false")
    names = {*parents, *own_bold, *own_rank}
    bold = frozenset(name for name in names if _inherited(name, own_bold, parents))
    ranks = {name: min(6, rank) for name in names if (rank := _inherited(name, own_rank, parents))}
    return Styles(bold, ranks)


def mended(data: bytes) -> bytes:
    """The same document without its images, its text boxes, fields and first-page headers put where mammoth reads."""
    out = io.BytesIO()
    elements = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive, zipfile.ZipFile(out, "w") as copy:
        for name in archive.namelist():
            if not name.endswith((".xml", ".rels")) or "/theme/" in name or name.startswith("customXml/"):
                continue
            part = archive.read(name)
            if name.startswith("word/") and name.rsplit("/", 1)[-1].startswith(_BODIES) and name.endswith(".xml"):
                root = parse_part(part)
                elements += sum(1 for _ in root.iter())
                if elements > MOST_ELEMENTS:
                    raise TooLarge(
                        "Ce document compte trop de champs, de cellules ou de mises en forme. Découpez-le, ou collez "
                        "seulement son texte."
                    )
                if local_name(root) == "document":
                    _add_headers(root, archive, name)
                _mend(root)
                _flatten_fields(root)
                part = etree.tostring(root, encoding="UTF-8", xml_declaration=True)
            copy.writestr(name, part)
    return out.getvalue()


def _mend(root: etree._Element) -> None:
    for element in list(root.iter()):
        tag = local_name(element)
        if tag == "AlternateContent":
            _choose(element)
        elif tag == "drawing" and not _within(element, "AlternateContent"):
            _box(element)
        elif tag == "textpath" and element.get("string"):
            _word_art(element)
        elif tag == "cr":
            element.tag = _same(element, "br")
        elif tag == "ptab":
            element.tag = _same(element, "tab")
        elif tag in ("oMath", "oMathPara") and element.getparent() is not None:
            _formula(element)
        elif tag == "fldSimple":
            _complex_field(element)
        elif tag in ("dir", "bdo") and element.getparent() is not None:
            element.tag = _same(element, "smartTag")


def _choose(element: etree._Element) -> None:
    """Mammoth reads the fallback only. Where that holds no text, the choice takes its place."""
    fallback = next((child for child in element if local_name(child) == "Fallback"), None)
    choice = next((child for child in element if local_name(child) == "Choice"), None)
    if choice is None or not _texts(choice) or (fallback is not None and _texts(fallback)):
        return
    if fallback is not None:
        element.remove(fallback)
    choice.tag = f"{{{_MC}}}Fallback"
    for drawing in [child for child in choice.iter() if local_name(child) == "drawing"]:
        _box(drawing)


def _box(drawing: etree._Element) -> None:
    """The text boxes of a drawing as the older form that mammoth reads."""
    contents = [child for child in drawing.iter() if local_name(child) == "txbxContent"]
    parent = drawing.getparent()
    if not contents or parent is None:
        return
    picture = etree.Element(_same(drawing, "pict"))
    box = etree.SubElement(picture, f"{{{_V}}}textbox")
    box.extend(contents)
    parent.replace(drawing, picture)


def _word_art(element: etree._Element) -> None:
    shape = element.getparent()
    picture = next((parent for parent in element.iterancestors() if local_name(parent) == "pict"), None)
    if shape is None or picture is None:
        return
    box = etree.SubElement(shape, f"{{{_V}}}textbox")
    content = etree.SubElement(box, _same(picture, "txbxContent"))
    paragraph = etree.SubElement(content, _same(picture, "p"))
    _text_run(paragraph, picture, element.get("string"))


def _formula(element: etree._Element) -> None:
    text = "".join(child.text or "" for child in element.iter() if local_name(child) == "t")
    parent = element.getparent()
    word = next((ancestor for ancestor in element.iterancestors() if local_name(ancestor) in ("p", "body")), parent)
    holder = etree.Element(_same(word, "smartTag"))
    _text_run(holder, word, text)
    holder.tail = element.tail
    parent.replace(element, holder)


def _complex_field(element: etree._Element) -> None:
    """`fldSimple` holds its instruction as an attribute; mammoth reads the form made of marks."""
    instruction = attribute(element, "instr")
    parts = [etree.Element(_same(element, "r")) for _ in range(4)]
    for run, kind in zip((parts[0], parts[2], parts[3]), ("begin", "separate", "end"), strict=True):
        etree.SubElement(run, _same(element, "fldChar")).set(_same(element, "fldCharType"), kind)
    etree.SubElement(parts[1], _same(element, "instrText")).text = instruction
    element.tag = _same(element, "smartTag")
    element[:0] = parts[:3]
    element.append(parts[3])


def _flatten_fields(root: etree._Element) -> None:
    """Fields deeper than anyone nests them, most often never closed, are no fields: their text stays."""
    depth = 0
    for mark in [element for element in root.iter() if local_name(element) == "fldChar"]:
        kind = attribute(mark, "fldCharType")
        depth += kind == "begin"
        if depth > DEEPEST_FIELD:
            mark.getparent().remove(mark)
        depth -= kind == "end" and depth > 0


def _add_headers(root: etree._Element, archive: zipfile.ZipFile, name: str) -> None:
    """A first page's own header and footer are printed once: they are text. Of the others, what dates the document."""
    body = next((child for child in root if local_name(child) == "body"), None)
    relations = f"{name.rsplit('/', 1)[0]}/_rels/{name.rsplit('/', 1)[-1]}.rels"
    if body is None or relations not in archive.namelist():
        return
    targets = {item.get("Id"): item.get("Target", "") for item in parse_part(archive.read(relations))}
    section = next((child for child in root.iter() if local_name(child) == "sectPr"), None)
    if section is None:
        return
    has_first = any(
        local_name(child) == "titlePg" and attribute(child, "val") not in ("0", "false") for child in section
    )
    for reference in section:
        kind = local_name(reference)
        part = f"word/{targets.get(attribute(reference, 'id'), '').removeprefix('/word/')}"
        if kind not in ("headerReference", "footerReference") or part not in archive.namelist():
            continue
        is_first = attribute(reference, "type") == "first"
        if is_first and not has_first:
            continue
        kept = _printed_once(parse_part(archive.read(part)), body, whole=is_first)
        if kind == "headerReference":
            body[:0] = kept
        else:
            body[len(body) - 1 : len(body) - 1] = kept


def _printed_once(part: etree._Element, body: etree._Element, *, whole: bool) -> list[etree._Element]:
    if whole:
        for element in list(part.iter()):
            # Their relations belong to the header's own part, which mammoth would look up in the document's.
            if local_name(element) in ("imagedata", "blip", "footnoteReference"):
                element.getparent().remove(element)
            elif local_name(element) == "hyperlink":
                element.tag = _same(element, "smartTag")
        return [deepcopy(child) for child in part]
    kept = []
    for paragraph in [child for child in part.iter() if local_name(child) == "p"]:
        text = _texts(paragraph)
        if says_when(text) and not _within(paragraph, "Fallback"):
            copy = etree.Element(_same(body, "p"))
            _text_run(copy, body, text)
            kept.append(copy)
    return kept


def _text_run(parent: etree._Element, like: etree._Element, text: str) -> None:
    run = etree.SubElement(parent, _same(like, "r"))
    etree.SubElement(run, _same(like, "t")).text = text


def _texts(element: etree._Element) -> str:
    return "".join(child.text or "" for child in element.iter() if local_name(child) == "t")


def _within(element: etree._Element, tag: str) -> bool:
    return any(local_name(parent) == tag for parent in element.iterancestors())


def _same(element: etree._Element, tag: str) -> str:
    """The tag or attribute in the namespace of the element: Word has a transitional and a strict one."""
    namespace = element.tag.rpartition("}")[0]
    if not namespace:
        raise Damaged
    return f"{namespace}}}{tag}"


def _rank_by_name(name: str) -> int:
    match = _HEADING_NAME.fullmatch(name)
    return int(match[1]) if match else _TITLE_NAMES.get(name.lower(), 0)


def _inherited(name: str, own: dict, parents: dict[str, str]):
    """The nearest value up the chain of styles; a chain that bites its tail ends."""
    seen: set[str] = set()
    while name and name not in seen:
        if name in own:
            return own[name]
        seen.add(name)
        name = parents.get(name, "")
    return 0
