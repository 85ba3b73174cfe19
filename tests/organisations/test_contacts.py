import pytest
from django.core.exceptions import ValidationError

from organisations.contacts import ContactKind, contact_href, contact_label, normalise_contact
from organisations.models import Contact
from tests.builders import make_contact


@pytest.mark.parametrize(
    ("kind", "typed", "stored"),
    [
        ("phone", "03 21 85 53 70", "+33321855370"),
        ("phone", "03.21.85.53.70", "+33321855370"),
        ("phone", "+33 (0)3 21 85 53 70", "+33321855370"),
        ("phone", "0 800 130 000", "+33800130000"),
        ("phone", "39 19", "3919"),
        ("website", "www.meloko.fr", "https://www.meloko.fr"),
        ("website", "http://www.indelab.fr/", "http://www.indelab.fr/"),
        ("website", " HTTPS://exemple.fr/a?b=c ", "HTTPS://exemple.fr/a?b=c"),
        ("email", "mailto:contact@exemple.fr", "contact@exemple.fr"),
        ("email", "solidarité.grandarras@cu-arras.org", "solidarité.grandarras@cu-arras.org"),
        ("email", "Contact@EXEMPLE.fr", "Contact@exemple.fr"),
        ("facebook", "@haisnes", "https://www.facebook.com/haisnes"),
        ("facebook", "https://fr-fr.facebook.com/haisnes/", "https://fr-fr.facebook.com/haisnes/"),
        ("twitter", "@prefet62", "https://twitter.com/prefet62"),
        ("other", "auprès  des mairies\nconcernées", "auprès des mairies concernées"),
    ],
)
def test_contact_is_stored_in_one_form(kind, typed, stored):
    assert normalise_contact(kind, typed) == stored


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("phone", "appelez-nous"),
        ("phone", "12"),
        ("phone", "03 21 72 93 1O"),
        ("phone", "03 21 72 93 1"),
        ("phone", "03 21 85 53 70 99 99 99 99 99"),
        ("email", "contact@"),
        ("email", "a b@exemple.fr"),
        ("website", "pas une adresse"),
        ("website", "javascript:alert(1)"),
        ("website", "ftp://exemple.fr"),
        ("facebook", "https://www.exemple.fr/page"),
        ("facebook", "https://facebook.com.exemple.fr/page"),
        ("other", "   "),
        ("other", "a\x00b"),
    ],
)
def test_contact_that_cannot_be_is_refused_in_french(kind, typed):
    with pytest.raises(ValidationError) as refusal:
        normalise_contact(kind, typed)
    assert "value" in refusal.value.message_dict


@pytest.mark.parametrize(
    ("kind", "stored", "printed", "link"),
    [
        ("phone", "+33321855370", "03\u00a021\u00a085\u00a053\u00a070", "tel:+33321855370"),
        ("phone", "3919", "3919", "tel:3919"),
        ("website", "https://www.meloko.fr/", "www.meloko.fr", "https://www.meloko.fr/"),
        ("email", "a@exemple.fr", "a@exemple.fr", "mailto:a@exemple.fr"),
        ("other", "en mairie", "en mairie", ""),
    ],
)
def test_contact_is_printed_and_linked(kind, stored, printed, link):
    assert contact_label(kind, stored) == printed
    assert contact_href(kind, stored) == link


def test_every_kind_of_contact_has_a_printed_form():
    assert all(contact_label(kind, "3919") for kind in ContactKind.values)


def test_private_contact_is_not_public(db):
    shown, hidden = make_contact(), make_contact(is_public=False)
    assert set(Contact.objects.public()) == {shown}
    assert hidden not in Contact.objects.public()
