"""Markdown, as people write it and as converters make it."""

from documents.readers.markdown import read_markdown
from recognition.blocks import BlockKind, Link
from tests.documents.readers.test_text import missing
from tests.documents.releases import RELEASE


def blocks(source):
    return list(read_markdown(source.encode()).blocks)


def test_the_release_comes_back_whole():
    marks = {"t": "# ", "h": "## ", "i": "- "}
    document = read_markdown("\n\n".join(marks.get(kind, "") + text for kind, text in RELEASE).encode())
    assert missing(document) == []
    assert [block.level for block in document.blocks if block.kind is BlockKind.HEADING] == [1, 2, 2]
    assert sum(block.kind is BlockKind.ITEM for block in document.blocks) == 2


def test_a_heading_gives_up_its_dash_and_its_stars():
    (block,) = blocks("## **- Solidaires avec les soignants :**")
    assert (block.kind, block.level, block.marker, block.bold) == (BlockKind.HEADING, 2, "-", True)
    assert block.text == "Solidaires avec les soignants :"


def test_links_keep_text_and_target():
    (block,) = blocks("**Contact :** [cliquez ici](https://a.example/x) ou <mailto:solidarité@b.example>")
    assert block.text == "Contact : cliquez ici ou mailto:solidarité@b.example"
    assert block.links[0] == Link(10, 21, "https://a.example/x")
    assert block.links[1].target == "mailto:solidarité@b.example"


def test_reference_links_and_definitions_nobody_uses():
    found = blocks("Voir [le site][a].\n\n[a]: https://a.example\n[b]: https://b.example 'Autre'\n")
    assert found[0].links[0].target == "https://a.example"
    assert found[1].text == "Autre https://b.example"


def test_lists_numbers_and_depth():
    found = blocks("1. un\n2. deux\n   - trois\n\n   suite\n")
    assert [(block.marker, block.level, block.text) for block in found] == [
        ("1.", 0, "un"),
        ("2.", 0, "deux"),
        ("-", 1, "trois"),
        ("", 0, "suite"),
    ]


def test_tables_give_cells_with_their_column():
    found = blocks("| Commune | Action |\n|---|---|\n| Brest | Des masques |\n")
    assert [(block.kind, block.level, block.text) for block in found] == [
        (BlockKind.CELL, 0, "Commune"),
        (BlockKind.CELL, 1, "Action"),
        (BlockKind.CELL, 0, "Brest"),
        (BlockKind.CELL, 1, "Des masques"),
    ]


def test_html_code_and_rules_keep_their_words():
    html = "<div>Un <b>en</b>cadré <a href='https://a.example'>ici</a></div>"
    source = f"{html}\n\n    texte en retrait\n\n*****\n\nfin<br>suite"
    assert [block.text for block in blocks(source)] == [
        "Un encadré ici (https://a.example)",
        "texte en retrait",
        "*****",
        "fin suite",
    ]


def test_wrapped_paragraphs_and_their_contact_line():
    source = "La mairie de Brest a distribué des masques à tous les\nhabitants de la ville.\nContact : a@b.example\n"
    assert [block.text for block in blocks(source)] == [
        "La mairie de Brest a distribué des masques à tous les habitants de la ville.",
        "Contact : a@b.example",
    ]
