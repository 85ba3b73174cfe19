"""Word documents: what mammoth reads, and what is mended so that it does."""

import pytest

from documents.readers.office.docx import read_docx
from recognition.blocks import BlockKind, Link
from tests.documents.readers.test_text import missing
from tests.documents.releases import R, W, docx_of, paragraph

MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WPS = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
VML = "urn:schemas-microsoft-com:vml"
BREAK = "<w:r><w:br/></w:r>"


def texts(body, **kwargs):
    return [block.text for block in read_docx(docx_of(body=body, **kwargs)).blocks]


def run(text):
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def test_the_release_comes_back_whole():
    document = read_docx(docx_of())
    assert missing(document) == []
    assert [block.level for block in document.blocks if block.kind is BlockKind.HEADING] == [1, 2, 2]
    assert sum(block.kind is BlockKind.ITEM for block in document.blocks) == 2


def test_hyperlinks_keep_their_target():
    body = f'<w:p>{run("Voir ")}<w:hyperlink r:id="rId9">{run("cliquez ici")}</w:hyperlink>{run(".")}</w:p>'
    relations = [("rId9", f"{R}/hyperlink", "https://a.example/?x=1&y=2", ' TargetMode="External"')]
    (block,) = read_docx(docx_of(body=body, relations=relations)).blocks
    assert block.links == (Link(5, 16, "https://a.example/?x=1&y=2"),)


@pytest.mark.parametrize(
    "field",
    [
        "<w:fldSimple w:instr=' HYPERLINK \"https://a.example\" '>{}</w:fldSimple>",
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        '<w:r><w:instrText> HYPERLINK "https://a.example" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r>{}<w:r><w:fldChar w:fldCharType="end"/></w:r>',
    ],
)
def test_fields_are_text_and_links(field):
    (block,) = read_docx(docx_of(body=f"<w:p>{field.format(run('ici'))}</w:p>")).blocks
    assert (block.text, block.links[0].target) == ("ici", "https://a.example")


def test_deleted_text_is_gone_and_inserted_text_stays():
    deleted = "<w:del><w:r><w:delText>supprimé</w:delText></w:r></w:del>"
    body = f"<w:p>{run('Avant ')}{deleted}<w:ins>{run('ajouté')}</w:ins></w:p>"
    assert texts(body) == ["Avant ajouté"]


BOX = f"<w:txbxContent>{paragraph('Dans le cadre')}</w:txbxContent>"

DRAWING = f'<w:drawing><wps:txbx xmlns:wps="{WPS}">{BOX}</wps:txbx></w:drawing>'
ALTERNATE = f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">'


@pytest.mark.parametrize(
    "drawing",
    [
        DRAWING,
        f"{ALTERNATE}{DRAWING}</mc:Choice></mc:AlternateContent>",
        f"{ALTERNATE}{DRAWING}</mc:Choice>"
        f'<mc:Fallback><w:pict><v:textbox xmlns:v="{VML}">{BOX}</v:textbox></w:pict></mc:Fallback>'
        "</mc:AlternateContent>",
        f'<w:pict><v:shape xmlns:v="{VML}"><v:textpath string="Dans le cadre"/></v:shape></w:pict>',
    ],
    ids=["drawing", "choice", "choice and fallback", "word art"],
)
def test_text_boxes_are_read_once(drawing):
    assert texts(f"<w:p>{run('Avant')}<w:r>{drawing}</w:r></w:p>{paragraph('Après')}") == [
        "Avant",
        "Dans le cadre",
        "Après",
    ]


def test_breaks_and_tabs_part_words():
    parts = [run("un titre"), BREAK, run("sur deux lignes"), "<w:r><w:cr/></w:r>", run("et"), "<w:r><w:tab/></w:r>"]
    body = f"<w:p>{''.join(parts)}{run('trois')}</w:p>"
    assert texts(body) == ["un titre sur deux lignes et trois"]


def test_lines_of_one_paragraph_that_open_a_contact_or_an_item_are_blocks():
    body = f"<w:p>{run('Une action utile.')}{BREAK}{run('Contact : a@b.example')}{BREAK}{run('- Une autre')}</w:p>"
    assert texts(body) == ["Une action utile.", "Contact : a@b.example", "Une autre"]


def test_a_table_of_data_gives_cells_and_a_layout_table_paragraphs():
    def table(rows):
        cells = ["".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows]
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    data = table(
        [[paragraph("Commune"), paragraph("Action")], [paragraph("Brest"), paragraph("Masques") + paragraph("Gel")]]
    )
    found = read_docx(docx_of(body=data)).blocks
    assert [(block.kind, block.level, block.text) for block in found] == [
        (BlockKind.CELL, 0, "Commune"),
        (BlockKind.CELL, 1, "Action"),
        (BlockKind.CELL, 0, "Brest"),
        (BlockKind.CELL, 1, "Masques"),
        (BlockKind.CELL, 1, "Gel"),
    ]
    layout = table([[paragraph("PRÉFET DU FINISTÈRE"), paragraph("Communiqué de presse")]])
    assert {block.kind for block in read_docx(docx_of(body=layout)).blocks} == {BlockKind.PARAGRAPH}


def test_notes_come_after_the_body():
    notes = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="2">{paragraph("La note.")}</w:footnote></w:footnotes>'
    relations = [("rId5", f"{R}/footnotes", "footnotes.xml", "")]
    body = f'<w:p>{run("Avant")}<w:r><w:footnoteReference w:id="2"/></w:r>{run(" la fin")}</w:p>{paragraph("Suite.")}'
    assert texts(body, parts={"word/footnotes.xml": notes}, relations=relations) == [
        "Avant la fin",
        "Suite.",
        "La note.",
    ]


def header_parts(text):
    part = f'<w:hdr xmlns:w="{W}">{paragraph("PRÉFECTURE")}{paragraph(text)}</w:hdr>'
    return {"word/header1.xml": part}, [("rId7", f"{R}/header", "header1.xml", "")]


def test_a_first_page_header_is_text_and_a_running_one_is_not():
    parts, relations = header_parts("Communiqué")
    first = '<w:headerReference w:type="first" r:id="rId7"/><w:titlePg/>'
    assert texts(paragraph("Corps."), parts=parts, relations=relations, section=first) == [
        "PRÉFECTURE",
        "Communiqué",
        "Corps.",
    ]
    running = '<w:headerReference w:type="default" r:id="rId7"/>'
    assert texts(paragraph("Corps."), parts=parts, relations=relations, section=running) == ["Corps."]


def test_a_running_header_that_dates_or_numbers_the_document_is_kept():
    parts, relations = header_parts("Bulletin n° 12 du 3 mai 2020")
    running = '<w:headerReference w:type="default" r:id="rId7"/>'
    found = texts(paragraph("Corps."), parts=parts, relations=relations, section=running)
    assert found == ["Bulletin n° 12 du 3 mai 2020", "Corps."]


def test_styles_tell_headings_and_bold_through_their_parents():
    styles = (
        f'<w:styles xmlns:w="{W}">'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:rPr><w:b/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="Rubrique"><w:name w:val="Rubrique"/><w:basedOn w:val="H2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="Boucle"><w:basedOn w:val="Boucle"/></w:style></w:styles>'
    )
    body = (
        paragraph("Une rubrique", style="Rubrique")
        + paragraph("Un texte", style="Boucle")
        + paragraph("En gras", bold=True)
    )
    found = read_docx(docx_of(body=body, parts={"word/styles.xml": styles})).blocks
    assert [(block.kind, block.level, block.bold) for block in found] == [
        (BlockKind.HEADING, 2, True),
        (BlockKind.PARAGRAPH, 0, False),
        (BlockKind.PARAGRAPH, 0, True),
    ]


def test_numbered_paragraphs_are_items_with_their_count():
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )

    def item(text, level):
        numbered = f'<w:pPr><w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr></w:pPr>'
        return f"<w:p>{numbered}{run(text)}</w:p>"

    body = item("un", 0) + item("sous", 1) + item("deux", 0)
    relations = [("rId3", f"{R}/numbering", "numbering.xml", "")]
    found = read_docx(docx_of(body=body, parts={"word/numbering.xml": numbering}, relations=relations)).blocks
    assert [(block.marker, block.level) for block in found] == [("1.", 0), ("•", 1), ("2.", 0)]


def test_paragraphs_that_are_lines_of_a_pdf_are_joined():
    lines = ("La mairie de la commune a décidé de", "distribuer des masques à tous ses", "habitants dès lundi.")
    assert texts("".join(map(paragraph, lines)) * 4) == [" ".join(lines)] * 4
