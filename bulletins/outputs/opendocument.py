"""An OpenDocument text, with the same headings, lists and links as the Word document."""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from itertools import groupby

from odfdo import Document, Element, Frame, Header, LineBreak, Link, List, ListItem, Paragraph, Span, Style

from bulletins.outputs.blocks import Block, Kind, Piece, blocks_of
from bulletins.pictures.files import jpeg_of
from bulletins.presenting import Issue

LANGUAGE = "fr-FR"
GREEN, SOFT = "#0b4f4d", "#3c484a"
LEVELS = {Kind.TITLE: 1, Kind.HEADING: 2, Kind.ENTRY: 3}
COLUMN, LOGO_HEIGHT, PICTURE_HEIGHT = 16, 2, 8  # centimetres
SIZES = {1: "22pt", 2: "16pt", 3: "13pt"}
BULLETS, NUMBERS = "List_20_1", "Numbering_20_1"
BOLD, ITALIC, BODY = "Fort", "Italique", "Texte"
# Each paragraph style: its name in the document, its size, its colour, whether it is bold.
STYLES = {
    Kind.TEXT: (BODY, "11pt", "#000000", False),
    Kind.LETTERHEAD: ("En-tete", "11pt", "#000000", True),
    Kind.MASTHEAD: ("Date", "10pt", SOFT, False),
    Kind.NOTE: ("Rectificatif", "11pt", "#000000", False),
    Kind.PICTURE: ("Credit", "9pt", SOFT, False),
    Kind.FACTS: ("Reperes", "10pt", SOFT, False),
    Kind.SIGNATORY: ("Signataire", "11pt", "#000000", True),
    Kind.IMPRINT: ("Mention", "9pt", SOFT, False),
}


def as_opendocument(issue: Issue, *, origin: str) -> bytes:
    document = Document("text")
    document.body.clear()
    document.language = LANGUAGE
    _set_styles(document)
    _describe(document, issue)
    blocks = blocks_of(issue, origin=origin)
    for is_list, group in groupby(blocks, key=lambda block: block.kind is Kind.ITEM):
        together = list(group)
        for element in _lists(together) if is_list else _elements(document, together):
            document.body.append(element)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _elements(document: Document, blocks: list[Block]) -> Iterator[Element]:
    for block in blocks:
        if block.picture and (data := jpeg_of(block.picture)):
            yield _drawn(document, block, data)
        if block.kind is not Kind.LOGO:
            yield _element(block)


def _drawn(document: Document, block: Block, data: bytes) -> Element:
    """The picture in a paragraph of its own, with the words for who does not see it."""
    picture, tallest = block.picture, LOGO_HEIGHT if block.kind is Kind.LOGO else PICTURE_HEIGHT
    height = min(tallest, COLUMN * picture["height"] / picture["width"])
    width = height * picture["width"] / picture["height"]
    # The name by which the archive holds it: the same picture twice is one file.
    address = f"Pictures/{picture['sha256']}.jpeg"
    document.container.set_part(address, data)
    document.manifest.add_full_path(address, "image/jpeg")
    frame = Frame.image_frame(address, size=(f"{width:.2f}cm", f"{height:.2f}cm"), anchor_type="as-char")
    frame.svg_description = picture["alternative_text"]
    paragraph = Paragraph(style=BODY)
    paragraph.append(frame)
    return paragraph


def _element(block: Block) -> Element:
    if level := LEVELS.get(block.kind):
        return Header(level, block.text, style=f"Heading_20_{level}")
    return _filled(Paragraph(style=STYLES[block.kind][0]), block)


def _lists(items: list[Block]) -> list[Element]:
    """The items as lists, one within the other where they are nested; “1.” or another kind of marker begins anew."""
    found: list[Element] = []
    opened: list[List] = []  # by depth
    for item in items:
        depth = max(0, item.depth - items[0].depth)
        style = BULLETS if item.marker == "•" else NUMBERS
        del opened[depth + 1 :]
        if len(opened) == depth + 1 and (opened[-1].style != style or item.marker == "1."):
            opened.pop()
        if len(opened) <= depth:
            one = List(style=style)
            if opened:
                opened[-1].children[-1].append(one)
            else:
                found.append(one)
            opened.append(one)
        line = ListItem()
        line.append(_filled(Paragraph(style=BODY), item))
        opened[-1].append(line)
    return found


def _filled(element: Element, block: Block) -> Element:
    for piece in block.pieces:
        for child in _children(piece):
            element.append(child)
    return element


def _children(piece: Piece) -> list[Element | str]:
    if piece.url:
        return [Link(piece.url, text=piece.text)]
    if piece.is_bold or piece.is_italic:
        return [Span(piece.text, style=BOLD if piece.is_bold else ITALIC)]
    first, *others = piece.text.split("\n")
    return [first, *(child for line in others for child in (LineBreak(), line))]


def _set_styles(document: Document) -> None:
    for level, size in SIZES.items():
        heading = document.get_style("paragraph", f"Heading_20_{level}")
        heading.set_properties(area="text", **{"fo:font-size": size, "fo:color": GREEN, "fo:font-weight": "bold"})
    for name, size, colour, is_bold in STYLES.values():
        style = Style("paragraph", name=name, parent_style="Standard", area="text", color=colour, bold=is_bold)
        style.set_properties(area="text", **{"fo:font-size": size})
        style.set_properties(area="paragraph", **{"fo:margin-bottom": "0.15cm"})
        document.insert_style(style)
    document.insert_style(Style("text", name=BOLD, area="text", bold=True))
    document.insert_style(Style("text", name=ITALIC, area="text", italic=True))


def _describe(document: Document, issue: Issue) -> None:
    about, content = document.meta, issue.content
    about.set_title(issue.title)
    about.set_subject(issue.description)
    about.set_language(LANGUAGE)
    about.set_initial_creator(content["publisher"] or content["series"]["name"])
    about.set_creator(content["publisher"] or content["series"]["name"])
    about.set_keywords(", ".join(dict.fromkeys(section["theme"]["name"] for section in content["sections"])))
    about.set_generator("Solidaire")
    if issue.edition:
        about.set_creation_date(issue.edition.published_at)
        about.set_modification_date(issue.edition.published_at)
