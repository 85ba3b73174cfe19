"""A Word document for newsrooms: real headings, lists and links, so that it can be navigated, edited and read aloud."""

from __future__ import annotations

from datetime import UTC
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from bulletins.outputs.blocks import Block, Kind, Piece, blocks_of
from bulletins.pictures.files import jpeg_of
from bulletins.presenting import Issue
from bulletins.snapshots import Snapshot
from french.wording import shortened

LANGUAGE = "fr-FR"
GREEN, SOFT = RGBColor(0x0B, 0x4F, 0x4D), RGBColor(0x3C, 0x48, 0x4A)
TEXT_FONT, TITLE_FONT = "Arial", "Georgia"
STYLES = {
    Kind.LETTERHEAD: "En-tête de lettre",
    Kind.MASTHEAD: "Date et nature",
    Kind.TITLE: "Heading 1",
    Kind.NOTE: "Rectificatif",
    Kind.HEADING: "Heading 2",
    Kind.ENTRY: "Heading 3",
    Kind.TEXT: "Normal",
    Kind.PICTURE: "Crédit d’image",
    Kind.FACTS: "Repères",
    Kind.SIGNATORY: "Signataire",
    Kind.IMPRINT: "Mention",
}
BULLETS, NUMBERS, LINK = "List Bullet", "List Number", "Hyperlink"
COLUMN, LOGO_HEIGHT, PICTURE_HEIGHT = Cm(16), Cm(2), Cm(8)
MOST = 255  # characters of a property of the document: the format’s own limit
DEEPEST = 3  # Word’s own template has three styles of each kind of list


def as_word(issue: Issue, *, origin: str) -> bytes:
    document = docx.Document()
    _set_language(document)
    _set_styles(document)
    _describe(document, issue)
    writer = _Writer(document)
    for block in blocks_of(issue, origin=origin):
        writer.write(block)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.numberings: dict[int, int] = {}  # by depth, the list that is being counted

    def write(self, block: Block) -> None:
        if block.picture:
            self._draw(block.picture, LOGO_HEIGHT if block.kind is Kind.LOGO else PICTURE_HEIGHT)
        if block.kind is Kind.LOGO:
            return
        paragraph = self.document.add_paragraph(style=self._style(block))
        if block.kind is Kind.ITEM and block.marker != "•":
            if block.marker == "1." or block.depth not in self.numberings:
                self.numberings[block.depth] = self._new_numbering(paragraph)
            numbering = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            numbering.get_or_add_ilvl().val = 0
            numbering.get_or_add_numId().val = self.numberings[block.depth]
        for piece in block.pieces:
            self._add(paragraph, Piece(piece.text) if block.kind is Kind.ENTRY else piece)

    def _draw(self, picture: Snapshot, tallest: Cm) -> None:
        """The picture in a paragraph of its own, with the words for who does not see it."""
        if (data := jpeg_of(picture)) is None:
            return  # removed since: its credit is told alone
        height = min(tallest, COLUMN * picture["height"] // picture["width"])
        drawn = self.document.add_picture(BytesIO(data), height=height)
        drawn._inline.docPr.set("descr", picture["alternative_text"])
        self.document.paragraphs[-1].paragraph_format.keep_with_next = True

    def _style(self, block: Block) -> str:
        if block.kind is not Kind.ITEM:
            return STYLES[block.kind]
        rank = min(block.depth + 1, DEEPEST)
        name = BULLETS if block.marker == "•" else NUMBERS
        return name if rank == 1 else f"{name} {rank}"

    def _new_numbering(self, paragraph: Paragraph) -> int:
        """A list that starts at 1: without one of its own, Word would go on from the list before."""
        own = paragraph.style.element.pPr.numPr.numId.val
        numbering = self.document.part.numbering_part.numbering_definitions._numbering
        abstract = next(num for num in numbering.num_lst if num.numId == own).abstractNumId.val
        added = numbering.add_num(abstract)
        added.add_lvlOverride(ilvl=0).add_startOverride(1)
        return added.numId

    def _add(self, paragraph: Paragraph, piece: Piece) -> None:
        if not piece.url:
            _dress(paragraph.add_run(piece.text), piece)
            return
        link = OxmlElement("w:hyperlink")
        link.set(qn("r:id"), self.document.part.relate_to(piece.url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        element = OxmlElement("w:r")
        link.append(element)
        paragraph._p.append(link)
        run = Run(element, paragraph)
        run.text, run.style = piece.text, self.document.styles[LINK]
        _dress(run, piece)


def _dress(run: Run, piece: Piece) -> None:
    if piece.is_bold:
        run.bold = True
    if piece.is_italic:
        run.italic = True


def _set_language(document: Document) -> None:
    """Said once for all styles: who reads aloud and who corrects must know that this is French."""
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _set_styles(document: Document) -> None:
    styles = document.styles
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    normal = styles["Normal"]
    _set_font(normal, TEXT_FONT, 11)
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.widow_control = True
    for name, size in (("Heading 1", 22), ("Heading 2", 16), ("Heading 3", 13)):
        _set_font(styles[name], TITLE_FONT, size, GREEN)
        styles[name].paragraph_format.keep_with_next = True
    own = {
        Kind.LETTERHEAD: (11, None),
        Kind.MASTHEAD: (10, SOFT),
        Kind.NOTE: (11, None),
        Kind.PICTURE: (9, SOFT),
        Kind.FACTS: (10, SOFT),
        Kind.SIGNATORY: (11, None),
        Kind.IMPRINT: (9, SOFT),
    }
    for kind, (size, colour) in own.items():
        style = styles.add_style(STYLES[kind], WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        _set_font(style, TEXT_FONT, size, colour)
        style.paragraph_format.space_after = Pt(2)
    for kind in (Kind.LETTERHEAD, Kind.SIGNATORY):
        styles[STYLES[kind]].font.bold = True
    styles[STYLES[Kind.NOTE]].font.italic = True
    styles[STYLES[Kind.IMPRINT]].paragraph_format.space_before = Pt(18)
    link = styles.add_style(LINK, WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = GREEN, True


def _set_font(style: ParagraphStyle, name: str, size: int, colour: RGBColor | None = None) -> None:
    style.font.name, style.font.size = name, Pt(size)
    fonts = style.element.rPr.rFonts
    for attribute in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(attribute), None)  # the theme’s font would win over the one that is named
    if colour is not None:
        style.font.color.rgb = colour


def _describe(document: Document, issue: Issue) -> None:
    about, content = document.core_properties, issue.content
    themes = ", ".join(dict.fromkeys(section["theme"]["name"] for section in content["sections"]))
    about.title, about.subject, about.keywords = (
        shortened(text, MOST) for text in (issue.title, issue.description, themes)
    )
    about.author = about.last_modified_by = shortened(content["publisher"] or content["series"]["name"], MOST)
    about.language, about.comments = LANGUAGE, ""
    if issue.edition:
        about.created = about.modified = issue.edition.published_at.astimezone(UTC).replace(tzinfo=None)
