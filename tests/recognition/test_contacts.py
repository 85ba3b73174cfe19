import pytest

from recognition.blocks import Block, Document, Link
from recognition.facts.contacts import find_contacts, international
from recognition.normalise import Source
from tests.recognition.recognising import source_of, told


def values(text):
    return [(contact.kind, contact.value) for contact in find_contacts(source_of(text))]


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("Voir www.coup-de-main.fr.", "website", "http://www.coup-de-main.fr"),
        ("Voir coup-de-main.fr/aide, merci", "website", "http://coup-de-main.fr/aide"),
        ("(https://exemple.org/a_b?c=1)", "website", "https://exemple.org/a_b?c=1"),
        ("https://fr-fr.facebook.com/ville.exemple", "facebook", "https://fr-fr.facebook.com/ville.exemple"),
        ("facebook.com/groups/275110000029756/", "facebook", "https://facebook.com/groups/275110000029756/"),
        ("https://twitter.com/Exemple", "twitter", "https://twitter.com/Exemple"),
        ("Sur Twitter : @coupdemain62", "twitter", "https://twitter.com/coupdemain62"),
        ("écrire à solidarité.ville@agglo-exemple.org.", "email", "solidarité.ville@agglo-exemple.org"),
        ("Tél. 03 21 00 11 22", "phone", "+33321001122"),
        ("Tél. 03.21.00.11.22", "phone", "+33321001122"),
        ("+33 (0)3 21 00 11 22", "phone", "+33321001122"),
        ("au 0 800 130 000 (gratuit)", "phone", "+33800130000"),
        ("Composer le 39 77", "phone", "3977"),
        ("Se renseigner auprès des mairies concernées.", "other", "auprès des mairies concernées"),
    ],
)
def test_one_contact_is_typed_and_normalised(text, kind, value):
    assert values(text) == [(kind, value)]


@pytest.mark.parametrize("text", ["le 12 mai 2020", "1 600 masques", "COVID-19", "12.05.2020", "M. Petit. Il a donné"])
def test_what_only_looks_like_a_contact_is_none(text):
    assert values(text) == []


def test_digits_of_an_address_are_no_phone():
    assert values("https://www.facebook.com/events/0321727800456/") == [
        ("facebook", "https://www.facebook.com/events/0321727800456/")
    ]


def test_link_on_words_gives_its_target_and_link_on_an_address_nothing_new():
    text = "notre page ou www.exemple.fr"
    links = (Link(0, 10, "https://www.facebook.com/page.exemple"), Link(14, 28, "http://www.exemple.fr/"))
    contacts = find_contacts(Source(Document.of([Block(text, links=links)])))
    assert [contact.value for contact in contacts] == ["https://www.facebook.com/page.exemple", "http://www.exemple.fr"]
    assert contacts[0].span == (0, 10)


def test_span_covers_the_printed_address():
    source = source_of("Voir www.exemple.fr !")
    (contact,) = find_contacts(source)
    assert source.excerpt(contact.span) == "www.exemple.fr"


def test_same_address_twice_is_one_contact():
    assert len(told("À Lens, la ville agit. Voir www.exemple.fr ou https://exemple.fr/").contacts) == 1


@pytest.mark.parametrize(
    "printed", ["0321001122", "03 21 00 11 22", "0033321001122", "+33 3 21 00 11 22", "+33(0)321001122"]
)
def test_international_form(printed):
    assert international(printed) == "+33321001122"
