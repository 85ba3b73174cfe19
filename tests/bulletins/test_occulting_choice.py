"""A passage that is a number or an address is that contact, however it is typed."""

import pytest

from bulletins.occulting.choice import choice_of
from bulletins.occulting.verifying import tells

PHONE = ("phone", "+33612345678")
EMAIL = ("email", "zorg.nom@exemple.fr")


def _contacts(passage):
    return choice_of(persons=(), contacts=(), passages=[passage], is_everywhere=False)


@pytest.mark.parametrize(
    "passage",
    ["06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "0612345678", "+33 6 12 34 56 78", "0033612345678",
     "tel:+33612345678", "06\u00a012\u00a034\u00a056\u00a078"],
)  # fmt: skip
def test_number_is_a_contact(passage):
    choice = _contacts(passage)
    assert (choice.contacts, choice.passages) == ({PHONE}, ())


@pytest.mark.parametrize("passage", ["zorg.nom@exemple.fr", "mailto:zorg.nom@EXEMPLE.fr", "zorg.nom@exemple.fr."])
def test_email_is_a_contact(passage):
    choice = _contacts(passage)
    assert (choice.contacts, choice.passages) == ({EMAIL}, ())


def test_address_of_a_page_is_a_contact():
    assert _contacts("www.facebook.com/zorg").contacts == {("facebook", "https://www.facebook.com/zorg")}
    assert _contacts("https://zorg.exemple.fr").contacts == {("website", "https://zorg.exemple.fr")}


def test_words_that_quote_a_contact_are_both():
    choice = _contacts("Zorg Nom, 06 12 34 56 78")
    assert (choice.contacts, choice.passages) == ({PHONE}, ("Zorg Nom, 06 12 34 56 78",))


@pytest.mark.parametrize("passage", ["", "   "])
def test_nothing_is_no_choice(passage):
    assert not _contacts(passage)


@pytest.mark.parametrize(
    ("contact", "text"),
    [
        (PHONE, "06|12|34|56|78"),  # a form that the cleaning rule does not know
        (PHONE, "tel:%2B33612345678"),
        (EMAIL, "mailto:zorg%2Enom%40exemple.fr"),
        (EMAIL, "ZORG.NOM@EXEMPLE.FR"),
        (("email", "zorgé@exemple.fr"), "zorge\u0301@exemple.fr"),
        (("website", "https://www.zorg.fr/"), "http://zorg.fr"),
        (("phone", "3919"), "appelez le 3919"),
    ],
)
def test_the_second_look_sees_what_the_first_rule_may_miss(contact, text):
    assert tells(contact, text)


@pytest.mark.parametrize(
    ("contact", "text"),
    [(PHONE, "06 12 34 56 79"), (EMAIL, "anne-zorg.nom@exemple.fr"), (("phone", "3919"), "23919 masques")],
)
def test_the_second_look_leaves_others_alone(contact, text):
    assert not tells(contact, text)
