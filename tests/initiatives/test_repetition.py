"""What a text repeats of its page: the title above it, the contacts below it, rows of stars."""

import time

import pytest

from initiatives.repetition import said_once

PHONE = ("phone", "+33321000001")
SITE = ("website", "https://www.facebook.com/ville.marck")
MAIL = ("email", "atelier@exemple.fr")
STORY = "La ville de Marck a cousu 1 600 masques pour ses écoles."


@pytest.mark.parametrize(
    "repeated",
    [
        "Contact : 03 21 00 00 01",
        "Contact : 03.21.00.00.01.",
        "Tél. : +33 3 21 00 00 01",
        "Plus d’informations : https://www.facebook.com/ville.marck",
        "Pour en savoir plus : www.facebook.com/ville.marck/",
        "Contacts : atelier@exemple.fr ou 03 21 00 00 01",
        "Renseignements par téléphone au 03 21 00 00 01.",
    ],
)
@pytest.mark.parametrize("form", ["{story}\n\n{line}", "{story} {line}", "{line}\n{story}", "{story} ({line})"])
def test_contacts_listed_apart_leave_the_text(repeated, form):
    if "(" in form:
        repeated = repeated.rstrip(".")
    once = said_once(form.format(story=STORY, line=repeated), contacts=[PHONE, SITE, MAIL])
    assert once.text == STORY
    assert [piece.strip("()") for piece in once.taken] == [repeated]


def test_a_line_that_announces_goes_with_its_address_alone():
    text = f"{STORY}\n\nPour en savoir plus :\n\nwww.facebook.com/ville.marck\n\nLes dons continuent."
    once = said_once(text, contacts=[SITE])
    assert once.text == f"{STORY}\n\nLes dons continuent."
    assert once.taken == ("Pour en savoir plus :", "www.facebook.com/ville.marck")
    assert said_once(text, contacts=[MAIL]).text == text
    kept = f"{STORY}\n\nContacts :\n\nla mairie, le matin."
    assert said_once(kept, contacts=[PHONE]).text == kept


@pytest.mark.parametrize(
    "told",
    [
        "Les dons se déposent après un appel au 03 21 00 00 01.",
        "Inscriptions : 03 21 00 00 01",
        "Contact : 03 21 00 00 01 (le matin)",
        "Contact : 03 21 99 99 99",
        "Voir [leur page](https://www.facebook.com/ville.marck).",
        "Contact : Toiles du Nord, 03 21 00 00 01",
    ],
)
def test_what_says_more_than_the_contact_stays(told):
    text = f"{STORY}\n\n{told}"
    assert said_once(text, contacts=[PHONE, SITE]).text == text
    assert said_once(text, contacts=[PHONE, SITE]).taken == ()


@pytest.mark.parametrize("row", ["*****", "* * * * *", "------", "– – –", "______", "•••"])
def test_rows_of_marks_leave_the_text(row):
    once = said_once(f"{row}\n\n{STORY}\n\n{row}\n\nMerci à tous.\n{row}")
    assert once.text == f"{STORY}\n\nMerci à tous."
    assert set(once.taken) == {row}


def test_lists_and_dashes_are_no_rows_of_marks():
    text = "- des masques\n- des blouses\n\n**Merci**\n\n— Et après ?"
    assert said_once(text).text == text


@pytest.mark.parametrize("printed", ["Marck coud", "MARCK COUD", "**Marck coud** :", "\nMarck coud.\n"])
def test_the_title_is_not_said_again_above_its_text(printed):
    once = said_once(f"{printed}\n{STORY}", titles=["Marck coud"])
    assert (once.text, len(once.taken)) == (STORY, 1)


def test_the_title_goes_where_it_opens_the_text_and_nowhere_else():
    for text in (f"{STORY}\nMarck coud", f"Marck coud : {STORY}", "Marck coud"):
        assert said_once(text, titles=["Marck coud"]).text == text


def test_a_title_that_was_cut_is_known_again():
    printed = "Les couturières de Marck et des communes voisines se relaient depuis trois semaines"
    once = said_once(f"{printed}\n{STORY}", titles=["Les couturières de Marck et des communes voisines…"])
    assert once.text == STORY


@pytest.mark.parametrize("text", ["", "   ", "Contact : 03 21 00 00 01", "*****"])
def test_a_text_of_nothing_else_stays(text):
    once = said_once(text, contacts=[PHONE])
    assert (once.text, once.taken) == (text, ())


def test_line_ends_of_windows_stay_paragraphs():
    once = said_once(f"*****\r\n{STORY}\r\n\r\nMerci.", contacts=[])
    assert once.text == f"{STORY}\n\nMerci."


def test_long_texts_take_no_longer_than_their_length():
    started = time.perf_counter()
    for text in ("* " * 20_000 + "a", "a " * 20_000, " (" * 20_000, "Contact : " * 10_000, "a. B" * 10_000):
        said_once(text, titles=["a"], contacts=[PHONE, SITE, MAIL])
    assert time.perf_counter() - started < 5
