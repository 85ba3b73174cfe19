"""PDF files: paragraphs from positions, columns, tables, links, running headers."""

import io
import time

import pikepdf
import pytest

from documents.readers.pdf.file import read_pdf
from documents.readers.sandbox import Limits
from recognition.blocks import BlockKind
from tests.documents.readers.test_text import missing
from tests.documents.releases import html_of, pdf_of

BASE = "<style>body { font: 11pt 'DejaVu Sans' } td { padding: 4px; vertical-align: top }</style>"
LAYOUTS = {
    "plain": "",
    "justified": "p, li { text-align: justify }",
    "hyphenated": "body { width: 8cm } p, li { text-align: justify; hyphens: auto }",
    "no space between paragraphs": "p, li, h2, ul { margin-top: 0; margin-bottom: 0 }",
    "indented first lines": "p { margin: 0; text-indent: 1.5em } li, ul { margin: 0 }",
    "wide lines": "body { line-height: 1.8 }",
    "double lines": "body { line-height: 2 } p, li, ul { margin: 0 }",
    "two columns": "body { columns: 2; column-gap: 1cm; font-size: 9pt }",
    "serif": "body { font-family: 'DejaVu Serif' }",
    "small pages": "@page { size: A5 }",
    "centred headings": "h1, h2 { text-align: center }",
    "headings in bold only": "h1, h2 { font-size: 11pt }",
}


def blocks(html):
    return list(read_pdf(pdf_of(BASE + html)).blocks)


@pytest.mark.parametrize("css", LAYOUTS.values(), ids=LAYOUTS)
def test_paragraphs_come_back_whole(css):
    document = read_pdf(pdf_of(css=css))
    assert missing(document) == []
    assert sum(block.kind is BlockKind.ITEM for block in document.blocks) == 2


TABLE_OF_TWO = (
    "<p>Un texte avec <a href='https://a.example/x'>un lien</a>.</p>"
    "<style>table { border-collapse: collapse } td { border: 1px solid }</style>"
    "<table><tr><td>Lens</td><td>Le club coud.</td></tr><tr><td>Vimy</td><td>La ville livre.</td></tr></table>"
)


@pytest.mark.parametrize("css", LAYOUTS.values(), ids=LAYOUTS)
def test_both_libraries_give_the_same_blocks(css):
    """pdfminer alone is the control: what PDFium is faster at, it must not be worse at."""
    data = pdf_of(css=css)
    assert read_pdf(data).blocks == read_pdf(data, in_python=True).blocks


@pytest.mark.parametrize(
    "html",
    [
        TABLE_OF_TWO,
        "<p>L’affiche : office, efficace, fil, réfléchi.</p>",
        "<p><b>Gras</b> et <i>italique</i>, 1 600 m².</p>",
    ],
)
def test_both_libraries_agree_on_tables_links_ligatures_and_styles(html):
    data = pdf_of(BASE + html)
    found = read_pdf(data).blocks
    assert found == read_pdf(data, in_python=True).blocks
    assert (BlockKind.CELL in {block.kind for block in found}) == ("<table" in html)


def test_a_hundred_pages_take_half_of_the_limit_at_most():
    page, made, out = pikepdf.open(io.BytesIO(pdf_of())), pikepdf.new(), io.BytesIO()
    for _ in range(100):
        made.pages.append(page.pages[0])
    made.save(out)
    started = time.process_time()
    document = read_pdf(out.getvalue())
    assert time.process_time() - started < Limits().seconds / 2
    assert document.blocks[-1].page == 100


def test_short_line_that_was_justified_stays_whole():
    lines = "Ville de Bruay<br>Centre communal d’action sociale<br>Le 8 mai, la ville ouvre."
    html = f"<p style='text-align: justify'>{lines}</p>"
    assert "Centre communal d’action sociale" in "\n".join(block.text for block in blocks(html))


def test_larger_print_is_a_heading():
    found = [(block.level, block.text) for block in read_pdf(pdf_of()).blocks if block.kind is BlockKind.HEADING]
    assert [level for level, _ in found] == [1, 2, 2]
    assert found[1][1] == "Fabriquer du matériel de protection :"


def test_running_headers_footers_and_page_numbers_are_dropped():
    document = read_pdf(pdf_of(css="@page { size: A6 }", header="PRÉFECTURE DU FINISTÈRE", footer="Page "))
    assert missing(document) == []
    assert "PRÉFECTURE" not in document.text
    assert "Page" not in document.text


def test_a_running_header_that_numbers_the_document_is_kept_once():
    document = read_pdf(pdf_of(css="@page { size: A6 }", header="Bulletin n° 12", footer="Page "))
    assert document.text.count("Bulletin n° 12") == 1


def test_a_word_is_on_its_page():
    document = read_pdf(pdf_of(css="@page { size: A5 } h2 { break-before: page }"))
    assert {block.page for block in document.blocks} == {1, 2, 3}


def test_hidden_links_and_words_half_in_bold():
    (block,) = blocks(
        '<p>Un <b>mo</b>t, <a href="https://a.example/x">cliquez ici</a>, <a href="mailto:é@b.example">nous</a>.</p>'
    )
    assert block.text == "Un mot, cliquez ici, nous."
    assert [(block.text[link.start : link.end]) for link in block.links] == ["cliquez ici", "nous"]
    assert block.links[0].target == "https://a.example/x"


def test_raised_letters_stay_in_their_line():
    (block,) = blocks(
        "<p>Le 1<sup>er</sup> avril, la 2<sup>e</sup> compagnie a livré 30 m<sup>2</sup> de bâches<sup>3</sup> aux</p>"
    )
    assert block.text == "Le 1er avril, la 2e compagnie a livré 30 m2 de bâches 3 aux"


def test_tables_with_rules_give_cells_with_their_column():
    rows = [("Commune", "Action"), ("Brest", "Un atelier de couture fabrique des masques."), ("Morlaix", "Des livres.")]
    cells = "".join(
        "<tr>" + "".join(f'<td style="border: 1px solid; width: 4cm">{cell}</td>' for cell in row) + "</tr>"
        for row in rows
    )
    found = blocks(f'<p>Voici :</p><table style="border-collapse: collapse">{cells}</table><p>Merci.</p>')
    assert [(block.kind.value, block.level, block.text) for block in found] == [
        ("paragraph", 0, "Voici :"),
        *[("cell", column, cell) for row in rows for column, cell in enumerate(row)],
        ("paragraph", 0, "Merci."),
    ]


def test_a_frame_is_no_table():
    found = blocks('<div style="border: 1px solid"><p>Un encadré.</p><p>Deux alinéas.</p></div>')
    assert [block.kind for block in found] == [BlockKind.PARAGRAPH] * 2


def test_a_letterhead_in_two_halves_mixes_no_lines():
    left, right = "PRÉFET<br>Liberté<br>Égalité", "COMMUNIQUÉ<br>Quimper, le 3 mai 2020<br>Tél : 02 98 76 29 29"
    found = blocks(
        '<table style="width: 100%"><tr>'
        f'<td>{left}</td><td style="text-align: right">{right}</td></tr></table><p>Un texte.</p>'
    )
    assert {"Quimper, le 3 mai 2020", "Liberté", "COMMUNIQUÉ"} <= {block.text for block in found}


def test_turned_text_is_kept_apart():
    found = blocks('<p>Un texte.</p><p style="transform: rotate(90deg); width: 3cm">Filigrane</p>')
    assert [block.text for block in found] == ["Un texte.", "Filigrane"]


def test_two_columns_are_read_one_after_the_other():
    text = read_pdf(pdf_of(html_of(css="body { columns: 2; font-size: 9pt }"))).text
    assert text.index("Fabriquer") < text.index("Douarnenez") < text.index("Rompre") < text.index("Châteaulin")
