"""OpenDocument texts: lists, links, tracked changes, boxes, notes, tables, headers."""

import pytest

from documents.readers.office.odt import read_odt
from recognition.blocks import BlockKind
from tests.documents.readers.test_text import missing
from tests.documents.releases import odt_of, unzipped, zip_of


def blocks(body, *, styles=""):
    """The blocks of a document with this XML as its text, and these as its automatic styles."""
    parts = unzipped(odt_of())
    content = parts["content.xml"].decode()
    start, end = content.index("<office:text"), content.index("</office:text>")
    content = content[: content.index(">", start) + 1] + body + content[end:]
    if "<office:automatic-styles/>" in content:
        content = content.replace("<office:automatic-styles/>", "<office:automatic-styles></office:automatic-styles>")
    parts["content.xml"] = content.replace("</office:automatic-styles>", f"{styles}</office:automatic-styles>").encode()
    return list(read_odt(zip_of(parts)).blocks)


def test_the_release_comes_back_whole():
    document = read_odt(odt_of())
    assert missing(document) == []
    assert [block.level for block in document.blocks if block.kind is BlockKind.HEADING] == [1, 2, 2]
    assert sum(block.kind is BlockKind.ITEM for block in document.blocks) == 2


def test_links_spans_and_blanks():
    styles = (
        '<style:style style:name="G" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>'
    )
    (block,) = blocks(
        '<text:p><text:span text:style-name="G">Voir</text:span><text:s/>'
        '<text:a xlink:href="https://a.example">cliquez<text:tab/>ici</text:a>.</text:p>',
        styles=styles,
    )
    assert block.text == "Voir cliquez ici."
    assert [(block.text[link.start : link.end], link.target) for link in block.links] == [
        ("cliquez ici", "https://a.example")
    ]
    assert not block.bold


def test_tracked_deletions_and_comments_are_not_text():
    found = blocks(
        '<text:tracked-changes><text:changed-region text:id="c"><text:deletion>'
        "<text:p>supprimé</text:p></text:deletion></text:changed-region></text:tracked-changes>"
        '<text:p>Avant <text:change text:change-id="c"/>après'
        "<office:annotation><text:p>remarque</text:p></office:annotation></text:p>"
    )
    assert [block.text for block in found] == ["Avant après"]


def test_boxes_follow_their_paragraph_and_notes_the_body():
    found = blocks(
        "<text:p>Avant<draw:frame><draw:text-box><text:p>Dans le cadre</text:p></draw:text-box></draw:frame>"
        '<text:note text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body>'
        "<text:p>La note.</text:p></text:note-body></text:note> la fin</text:p><text:p>Suite.</text:p>"
    )
    assert [block.text for block in found] == ["Avant la fin", "Dans le cadre", "Suite.", "La note."]


def test_nested_and_numbered_lists():
    styles = '<text:list-style style:name="L"><text:list-level-style-number text:level="1"/></text:list-style>'
    found = blocks(
        '<text:list text:style-name="L"><text:list-item><text:p>un</text:p>'
        "<text:list><text:list-item><text:p>sous</text:p></text:list-item></text:list></text:list-item><text:list-item><text:p>deux</text:p><text:p>suite</text:p>"
        "</text:list-item></text:list>",
        styles=styles,
    )
    assert [(block.kind, block.marker, block.level, block.text) for block in found] == [
        (BlockKind.ITEM, "1.", 0, "un"),
        (BlockKind.ITEM, "•", 1, "sous"),
        (BlockKind.ITEM, "2.", 0, "deux"),
        (BlockKind.PARAGRAPH, "", 0, "suite"),
    ]


def test_tables_give_cells_with_their_column():
    def row(*cells):
        filled = "".join(f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in cells)
        return f"<table:table-row>{filled}</table:table-row>"

    head = f"<table:table-header-rows>{row('Commune', 'Action')}</table:table-header-rows>"
    found = blocks(f"<table:table>{head}{row('Brest', 'Masques')}</table:table>")
    assert [(block.kind, block.level, block.text) for block in found] == [
        (BlockKind.CELL, 0, "Commune"),
        (BlockKind.CELL, 1, "Action"),
        (BlockKind.CELL, 0, "Brest"),
        (BlockKind.CELL, 1, "Masques"),
    ]


def test_titles_and_headings_by_style():
    styles = (
        '<style:style style:name="P1" style:family="paragraph" style:parent-style-name="Title"/>'
        '<style:style style:name="P2" style:family="paragraph" style:parent-style-name="Heading_20_2"/>'
        '<style:style style:name="P3" style:family="paragraph" style:parent-style-name="P3"/>'
    )
    body = "".join(f'<text:p text:style-name="P{number}">texte {number}</text:p>' for number in (1, 2, 3))
    assert [(block.kind, block.level) for block in blocks(body, styles=styles)] == [
        (BlockKind.HEADING, 1),
        (BlockKind.HEADING, 2),
        (BlockKind.PARAGRAPH, 0),
    ]


@pytest.mark.parametrize(
    ("tag", "text", "kept"),
    [
        ("header", "PRÉFECTURE", False),
        ("header", "Bulletin n° 12", True),
        ("header-first", "PRÉFECTURE", True),
        ("footer", "Page 1", False),
    ],
)
def test_headers_and_footers(tag, text, kept):
    parts = unzipped(odt_of())
    styles = parts["styles.xml"].decode()
    at = styles.index("<office:master-styles>") + len("<office:master-styles>")
    page = f'<style:master-page style:name="Un"><style:{tag}><text:p>{text}</text:p></style:{tag}></style:master-page>'
    parts["styles.xml"] = (styles[:at] + page + styles[at:]).encode()
    found = [block.text for block in read_odt(zip_of(parts)).blocks]
    assert (text in found) is kept
