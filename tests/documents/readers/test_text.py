"""Plain text: the layout is undone, no word is lost, in any encoding, in linear time."""

import re
import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from documents.readers import read
from documents.readers.text import decode, read_pasted, read_text
from recognition.blocks import BlockKind
from tests.documents.releases import RELEASE, text_of

TEXTS = [text for _, text in RELEASE]
# A link announced by a colon may stand in the same paragraph or in the next one.
JOINED = {"Pour en savoir plus :", "https://www.fils-du-lien.example/permanence"}


def bare(text):
    return "".join(text.split())


def texts(source):
    return [block.text for block in read_pasted(source).blocks]


def missing(document):
    found = {bare(block.text) for block in document.blocks}
    return [text for text in TEXTS if bare(text) not in found and text not in JOINED]


@pytest.mark.parametrize("width", [60, 72, 78, 100])
@pytest.mark.parametrize(
    "layout",
    [
        {},
        {"line_end": "\n\n", "spacing": "\n\n\n"},
        {"line_end": "\r\n", "spacing": "\r\n\r\n"},
        {"line_end": "\n\n", "spacing": "\n\n\n\n"},
    ],
    ids=["blank lines", "double spaced", "windows", "double spaced, wide"],
)
def test_paragraphs_come_back_whole(width, layout):
    assert missing(read_text(text_of(width=width, **layout).encode())) == []


@pytest.mark.parametrize("width", [60, 72, 78])
def test_paragraphs_come_back_without_any_space_between_them(width):
    assert missing(read_text(text_of(width=width, spacing="\n").encode())) == []


def test_unwrapped_lines_are_paragraphs():
    assert missing(read_text(text_of(width=100_000, spacing="\n").encode())) == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings(encoding):
    assert missing(read_text(text_of().encode(encoding))) == []


def test_bytes_without_meaning_lose_nothing_around_them():
    assert texts_of(b"\xe9t\xe9 \x81 \x93ici\x94") == ["été “ici”"]


def texts_of(data):
    return [block.text for block in read_text(data).blocks]


def test_invisible_characters_and_ligatures():
    assert texts("\ufeffLes ﬁls de l’oﬃce\u200b sont\x00 là.\f\nE\u0301cole") == [
        "Les fils de l’office sont là.",
        "École",
    ]


def test_non_breaking_spaces_stay():
    assert texts("n°\u00a07 et 1\u202f600 masques") == ["n°\u00a07 et 1\u202f600 masques"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        ("la commune d’Annay-sous-\nLens remercie", "Annay-sous-Lens"),
        ("vous pouvez contac-\nter la mairie", "contacter"),
        ("n’hésitez pas à contact-\nez la mairie", "contactez"),
        ("la mairie de Boulogne-\nsur-Mer remercie", "Boulogne-sur-Mer"),
        ("pour tout savoir contactez-\nnous vite", "contactez-nous"),
        ("celles-\nci ont cousu", "celles-ci"),
        ("la sous-\npréfète a salué", "sous-préfète"),
        ("un gel hydro-\nalcoolique utile", "hydro-alcoolique"),
        ("à soixante-\ndix ans passés", "soixante-dix"),
        ("c’est-à-\ndire demain", "c’est-à-dire"),
        ("contre le Covid-\n19 partout", "Covid-19"),
        ("la produc\u00ad\ntion de masques", "production"),
        ("une mi\u00adse en page", "mise"),
        ("un café-\nthéâtre ouvert\n\nle café-théâtre rouvre", "un café-théâtre"),
        ("des ateliers-\nrelais ici\n\nles ateliersrelais", "des ateliersrelais"),
    ],
)
def test_words_cut_at_a_line_end(lines, joined):
    assert joined in texts(lines)[0]


def test_a_dash_at_a_line_end_is_no_hyphen():
    assert texts("une grande famille -\nau sens large - aide") == ["une grande famille - au sens large - aide"]


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ("Voir https://fr-fr.facebook.com/\nville.marck", "https://fr-fr.facebook.com/ville.marck"),
        ("Voir https://www.exemple.fr/groups/2751106\n59329756/", "https://www.exemple.fr/groups/275110659329756/"),
        ("Voir https://www.pont-\nlabbe.fr/aide", "https://www.pont-labbe.fr/aide"),
        ("Voir https://\nwww.exemple.fr/aide", "https://www.exemple.fr/aide"),
        ("Écrire à contact@\nexemple.fr ou venir", "contact@exemple.fr"),
        ("Voir https://www.exemple.fr/a_\nb.html ou venir", "https://www.exemple.fr/a_b.html"),
    ],
)
def test_addresses_cut_at_a_line_end_are_whole(lines, address):
    assert address in texts(lines)[0].split(" ")


@pytest.mark.parametrize(
    "lines",
    [
        "Plus d’informations : https://www.exemple.fr/\n- Dans la même optique, une autre action",
        "Plus d’informations : https://www.exemple.fr/\n-Solidaires avec les jeunes",
        "Voir https://www.exemple.fr\nLes bénévoles sont prêts.",
        "https://www.exemple.fr/un\nhttps://www.exemple.fr/deux",
        "Contact : 03 21 00 11 22\nUne autre action commence ici",
    ],
)
def test_what_follows_an_address_is_another_paragraph(lines):
    assert len(texts(lines)) == 2


def test_a_contact_line_stands_alone_without_any_space_above_it():
    lines = "- La mairie a distribué des masques à tous les habitants de la commune et du\ncanton voisin.\n"
    assert texts(lines + "Plus d’informations : https://www.exemple.fr")[1].startswith("Plus d’informations")


def test_a_bullet_glued_to_a_sentence_opens_a_block():
    assert texts("Les masques sont livrés. - Solidaires avec les jeunes :") == [
        "Les masques sont livrés.",
        "Solidaires avec les jeunes :",
    ]


@pytest.mark.parametrize(
    ("line", "marker", "text"),
    [
        ("- La ville", "-", "La ville"),
        ("-Solidaires avec les jeunes", "-", "Solidaires avec les jeunes"),
        ("– La ville", "–", "La ville"),
        ("• La ville", "•", "La ville"),
        ("\uf0b7 La ville", "•", "La ville"),
        ("* La ville", "*", "La ville"),
        ("o La ville", "o", "La ville"),
        ("1. La ville", "1.", "La ville"),
        ("2) La ville", "2)", "La ville"),
        ("3° La ville", "3°", "La ville"),
        ("a) la ville", "a)", "la ville"),
        ("II - La ville", "II -", "La ville"),
        ("2.1 La ville", "2.1", "La ville"),
    ],
)
def test_markers_are_taken_off(line, marker, text):
    (block,) = read_pasted(line).blocks
    assert (block.kind, block.marker, block.text) == (BlockKind.ITEM, marker, text)


@pytest.mark.parametrize(
    "line",
    [
        "1 600 masques",
        "-5 % de dons",
        "*****",
        "30.04.2020 à Arras",
        "A. Dupont aide",
        "²",
        "- - -",
        "20 ordinateurs",
        "V. Hugo",
    ],
)
def test_what_is_no_marker_stays(line):
    (block,) = read_pasted(line).blocks
    assert (block.kind, block.marker, block.text) == (BlockKind.PARAGRAPH, "", line)


def test_an_aside_at_a_line_start_is_no_item():
    lines = "De nombreux habitants de la commune et du canton\n– une vingtaine – ont cousu des masques pour tous."
    assert len(texts(lines)) == 1


@pytest.mark.parametrize(
    ("lines", "count"),
    [
        ("LES VOISINS SE MOBILISENT\nPOUR LES SOIGNANTS", 1),
        ("- Solidaires dans la production de\nmatériel de protection :", 1),
        ("Covid-19 : tous unis pour\nLens et Liévin", 1),
        ("PRÉFECTURE DE LA SOMME\nCOMMUNIQUÉ DE PRESSE", 2),
        ("Arras, le 6 avril 2020\nCommuniqué de presse", 2),
    ],
)
def test_titles_over_two_lines(lines, count):
    assert len(texts(lines)) == count


FRENCH = "À Étaples, l’association « Côte » a cousu 1 600 masques… pour Nœux, où l’élève naïf a reçu 300 € de ça."


@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "utf-8", "utf-16"])
@pytest.mark.parametrize("text", [FRENCH, "Une fête à Étaples.", "L’été", "ÉCOLE ÉLÉMENTAIRE À NŒUX", "Café 3 €"])
def test_text_is_decoded_by_the_better_french(encoding, text):
    assert decode(text.encode(encoding)) == text


def test_latin_1_is_not_taken_for_a_macintosh():
    text = "À l’école élémentaire, naïveté : où ça ?".replace("’", "'")
    assert decode(text.encode("latin-1")) == text


def test_dash_behind_a_quotation_is_no_bullet():
    title = "« Ensemble, on tient ! » – Gazette des solidarités, numéro 9"
    assert [block.text for block in read_pasted(title).blocks] == [title]


TABLE = [("Commune", "Action", "Contact"), ("Brest", "Des masques", "ccas"), ("Morlaix", "Des livres", "mairie")]


def test_rows_of_a_table_typed_with_blanks_stay_apart():
    assert texts("\n".join("    ".join(row) for row in TABLE)) == [" ".join(row) for row in TABLE]


@pytest.mark.parametrize("row", ["{}\t{}\t{}", "{} | {} | {}", "| {} | {} | {} |", "{}\t\t{}\t{}"])
def test_rows_of_a_table_typed_with_tabs_or_bars_are_cells(row):
    typed = "\n".join(row.format(*cells) for cells in TABLE)
    found = read_pasted(f"Nos actions\n\n{typed}\n\nMerci à tous.").blocks
    cells = [(block.text, block.level) for block in found if block.kind is BlockKind.CELL]
    assert cells == [(text, column) for row in TABLE for column, text in enumerate(row)]
    assert [block.text for block in found if block.kind is not BlockKind.CELL] == ["Nos actions", "Merci à tous."]


@pytest.mark.parametrize("text", ["Mairie | 03 21 00 00 00", "Lens | Vimy | Avion", "un\tdeux"])
def test_one_row_alone_is_no_table(text):
    assert [block.kind for block in read_pasted(text).blocks] == [BlockKind.PARAGRAPH]


def test_nested_items_have_their_depth():
    levels = [block.level for block in read_pasted("- un\n  - deux\n    - trois\n- quatre\n").blocks]
    assert levels == [0, 1, 2, 0]


def words(text):
    return re.findall(r"\w+", re.sub(r"[-‐‑\u00ad]\s*\n\s*", "", text))


SIGNS = list("abcdéàÉAZ019 .,:;!?-–•*«»’'@/°\u00a0\u202f\t()[]{}<>&#_\"")
LINE = st.lists(st.sampled_from([*SIGNS, "https://a.fr/", "Contact : ", "www.", " mot "]), max_size=40).map("".join)


@settings(max_examples=300, deadline=None)
@given(st.lists(LINE, max_size=20).map("\n".join))
def test_no_word_is_lost(source):
    """Whatever the text: its letters, but for hyphens at line ends, are all in the blocks and their markers."""
    document = read_pasted(source)
    kept = "".join(words("\n".join(f"{block.marker} {block.text}" for block in document.blocks)))
    assert Counter(kept) == Counter("".join(words(source)))


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data):
    document = read_text(data)
    assert all(
        document.text[at : at + 1] == block.text[:1] for at, block in zip(document.starts, document.blocks, strict=True)
    )


def test_two_megabytes_are_read_in_time():
    source = text_of()
    big = (source * (2_000_000 // len(source.encode()) + 1)).encode()
    started = time.process_time()
    document = read(big, "long.txt")
    assert time.process_time() - started < 10
    assert len(document.blocks) > 10_000


@pytest.mark.parametrize("unit", ["a", "1", "-", "- ", ".", "http://a/", "a@", "« ", "• ", "Contact : ", "\u00a0"])
def test_monotonous_lines_cost_no_more(unit):
    started = time.process_time()
    read_pasted(unit * (500_000 // len(unit)))
    assert time.process_time() - started < 5
