"""An address that a line end has cut is put together and told; a link that covers the cut vouches for it."""

import pytest

from documents.readers.lines.cut import remarks_on_cut_addresses
from documents.readers.lines.line import Line, Run
from documents.readers.text import read_pasted


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Tout est sur www.entraide-\nopale.fr/masques aujourd’hui.", "www.entraide-opale.fr/masques"),
        ("Écrire à accueil@entraide-\nopale.fr avant mardi.", "accueil@entraide-opale.fr"),
        ("Écrire à accueil\n@opale.fr avant mardi.", "accueil@opale.fr"),
    ],
)
def test_cut_address_is_joined_and_told(text, address):
    document = read_pasted(text)
    assert address in document.text
    (remark,) = document.remarks
    assert f"«\u00a0{address}\u00a0»" in remark


@pytest.mark.parametrize(
    "text",
    [
        "Tout est sur www.opale.fr\n\nDemain aussi.",
        "Tout est sur www.opale.fr.\nDemain aussi.",
        "Écrire à accueil@opale.fr avant mardi.\nMerci.",
        "Une fin de li-\ngne ordinaire.",
    ],
)
def test_whole_address_is_not_told(text):
    assert read_pasted(text).remarks == ()


def test_link_over_the_cut_vouches_for_it():
    lines = [Line.of([Run("Voir "), Run("www.opale-", target="https://www.opale-sud.fr")]), Line("sud.fr aujourd’hui.")]
    assert remarks_on_cut_addresses(lines) == ()
    assert remarks_on_cut_addresses([Line("Voir www.opale-"), lines[1]]) != ()


def test_many_are_told_in_few_words():
    lines = [line for number in range(20) for line in (Line(f"Voir www.opale{number}-"), Line("sud.fr aujourd’hui."))]
    assert len(remarks_on_cut_addresses(lines)) == 5
