"""Addresses that the layout broke or the writer disguised: read as they are meant, and said so."""

import pytest

from recognition.assemble import propose
from recognition.blocks import Block, BlockKind, Document, Link
from tests.recognition.recognising import GAZETTEER, told

MAIL, SITE = ("email", "contact@exemple.fr"), ("website", "http://www.exemple.fr")


def read(sentence):
    initiative = told(f"À Vimy, le club Alpha aide ses voisins : {sentence}")
    contacts = [(c.kind, c.value) for c in initiative.contacts if c.kind != "other"]
    return contacts, [remark for remark in initiative.remarks if remark.field == "contacts"]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("contact (at) exemple.fr", MAIL),
        ("contact(at)exemple.fr", MAIL),
        ("contact [at] exemple.fr", MAIL),
        ("contact (a) exemple.fr", MAIL),
        ("contact [arobase] exemple [point] fr", MAIL),
        ("contact arobase exemple.fr", MAIL),
        ("contact AT exemple.fr", MAIL),
        ("contact @ exemple.fr", MAIL),
        ("contact@ exemple.fr", MAIL),
        ("contact @exemple.fr", MAIL),
        ("contact@exem ple.fr", MAIL),
        ("contact@exemple. fr", MAIL),
        ("contact@exemple .fr", MAIL),
        ("contact@grand- exemple.fr", ("email", "contact@grand-exemple.fr")),
        ("http ://www.exemple.fr", SITE),
        ("http: //www.exemple.fr", SITE),
        ("http//www.exemple.fr", SITE),
        ("http:/www.exemple.fr", SITE),
        ("http:\\\\www.exemple.fr", SITE),
        ("htpp://www.exemple.fr", SITE),
        ("www. exemple.fr", SITE),
        ("www,exemple.fr", SITE),
        ("www.exem ple.fr", SITE),
        ("www.exemple .fr", SITE),
        ("wwww.exemple.fr", SITE),
        ("ww.exemple.fr", SITE),
    ],
)
def test_odd_address_is_mended_and_told(printed, meant):
    contacts, remarks = read(printed)
    assert contacts == [meant]
    assert printed in remarks[0].message
    assert meant[1] in remarks[0].message


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("www.exemple.fr", "http://www.exemple.fr"),
        ("https://www.exemple.fr/a-b.html", "https://www.exemple.fr/a-b.html"),
        ("contact@exemple.fr", "contact@exemple.fr"),
        ("www.grand\u2011exemple.fr", "http://www.grand-exemple.fr"),
        ("contact@grand\u2011exemple.fr", "contact@grand-exemple.fr"),
    ],
)
def test_sound_address_stands_as_it_is_printed(printed, value):
    contacts, remarks = read(printed)
    assert [read for _, read in contacts] == [value]
    assert not remarks


@pytest.mark.parametrize(
    "text", ["trois kilos (a) et du sel", "il sera là. com’ d’habitude", "rendez-vous @ la mairie"]
)
def test_words_are_no_address(text):
    assert read(text)[0] == []


def linked(printed, target):
    text = f"À Vimy, le club Alpha aide : {printed} chaque jour."
    at = text.index(printed)
    block = Block(text, BlockKind.ITEM, marker="-", links=(Link(at, at + len(printed), target),))
    (initiative,) = propose(
        Document.of([Block("Solidaires avec tous", BlockKind.HEADING, 2), block]), GAZETTEER
    ).initiatives
    return [c.value for c in initiative.contacts], [r.message for r in initiative.remarks if r.field == "contacts"]


@pytest.mark.parametrize(
    ("printed", "target"),
    [
        ("www.seconddepart.fr", "http://www.second-depart.fr"),
        ("http://www.second- depart.fr", "http://www.second-depart.fr"),
        ("contact@seconddepart.fr", "mailto:contact@second-depart.fr"),
        ("contact@second-de part.fr", "mailto:contact@second-depart.fr"),
        ("www.exemple.fr/page- une", "http://www.exemple.fr/page-une"),
    ],
)
def test_target_wins_over_what_the_layout_broke(printed, target):
    values, remarks = linked(printed, target)
    assert values == [target.removeprefix("mailto:")]
    assert len(remarks) == 1
    assert "l’adresse vers laquelle mène le lien" in remarks[0]


@pytest.mark.parametrize(
    ("printed", "target", "value"),
    [
        ("www.exemple.fr", "https://exemple.fr/", "http://www.exemple.fr"),
        ("www.exemple.fr", "https://autre.fr/suivi", "http://www.exemple.fr"),
        ("contact@exemple.fr", "mailto:contact@exemple.fr", "contact@exemple.fr"),
        ("notre page", "https://exemple.fr/page", "https://exemple.fr/page"),
    ],
)
def test_sound_print_keeps_its_address(printed, target, value):
    assert linked(printed, target) == ([value], [])
