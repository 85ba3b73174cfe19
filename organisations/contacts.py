"""Contacts as typed values: one written form to store, one to print, one to link to."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from email_validator import EmailNotValidError, validate_email

from communes.models import Territory


class ContactKind(models.TextChoices):
    WEBSITE = "website", "site internet"
    EMAIL = "email", "courriel"
    PHONE = "phone", "téléphone"
    FACEBOOK = "facebook", "Facebook"
    TWITTER = "twitter", "Twitter"
    OTHER = "other", "autre (en mots)"


CONTACT_KINDS = ContactKind.choices
FRENCH_DIGITS = 9  # after +33
WEB_KINDS = {ContactKind.WEBSITE, ContactKind.FACEBOOK, ContactKind.TWITTER}
HOSTS = {ContactKind.FACEBOOK: ("facebook.com", "fb.com", "fb.me"), ContactKind.TWITTER: ("twitter.com", "x.com")}
NETWORK_ROOTS = {ContactKind.FACEBOOK: "https://www.facebook.com/", ContactKind.TWITTER: "https://twitter.com/"}


def normalise_contact(kind: str, value: str) -> str:
    """The stored form: +33… for a phone, an absolute URL for a site, the words as they are for `other`.

    Raises ValidationError with a French sentence when the value cannot be of this kind.
    """
    value = value.strip()
    if not value:
        raise ValidationError({"value": "Indiquez l’adresse ou le numéro."})
    if "\x00" in value:
        raise ValidationError({"value": "Ce texte contient un caractère interdit."})
    if kind == ContactKind.PHONE:
        return _phone(value)
    if kind == ContactKind.EMAIL:
        return _email(value)
    if kind in WEB_KINDS:
        return _web(kind, value)
    return re.sub(r"\s+", " ", value)


def contact_label(kind: str, value: str) -> str:
    """The form printed in French text: “03 21 85 53 70”, “www.meloko.fr”, “@pas_de_calais”."""
    if kind == ContactKind.PHONE:
        try:
            number = phonenumbers.parse(value, "FR")
        except phonenumbers.NumberParseException:
            return value
        style = phonenumbers.PhoneNumberFormat
        french = number.country_code == 33
        return phonenumbers.format_number(number, style.NATIONAL if french else style.INTERNATIONAL).replace(
            " ", "\u00a0"
        )
    if kind in WEB_KINDS:
        return re.sub(r"^https?://", "", value).rstrip("/")
    return value


def contact_told(kind: str, value: str) -> dict[str, str]:
    """A typed value as the component `contact.html` takes it; without link when it was stored unchecked and is not
    of its kind."""
    try:
        value = normalise_contact(kind, value)
    except ValidationError:
        return {"kind": kind, "label": value, "url": ""}
    return {"kind": kind, "label": contact_label(kind, value), "url": contact_href(kind, value)}


def press_contacts(territory: Territory | None) -> list[dict[str, str]]:
    """How journalists reach the publisher: the telephone, then the e-mail, of those that were given."""
    given = (
        ((ContactKind.PHONE, territory.press_phone), (ContactKind.EMAIL, territory.press_email)) if territory else ()
    )
    return [contact_told(kind, value) for kind, value in given if value]


def contact_href(kind: str, value: str) -> str:
    """Where a link to this contact leads; empty for words."""
    if kind == ContactKind.PHONE:
        return f"tel:{value}"
    if kind == ContactKind.EMAIL:
        return f"mailto:{value}"
    return value if kind in WEB_KINDS else ""


def _phone(value: str) -> str:
    refusal = ValidationError({"value": "Ce n’est pas un numéro de téléphone : écrivez par exemple 03 21 85 53 70."})
    try:
        number = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException:
        raise refusal from None
    # Short numbers (15, 115, 3919) are real in France, yet not “possible” for the library: their digits are kept.
    if re.fullmatch(r"1[578]|1\d{2}|[13]\d{3}", re.sub(r"[\s.]", "", value)):
        return re.sub(r"[\s.]", "", value)
    # The library reads letters as keys of a telephone and lets a digit be missing: neither is meant here.
    typed_letters = re.search(r"[^\W\d_]", value)
    french_and_short = number.country_code == 33 and len(str(number.national_number)) != FRENCH_DIGITS
    if typed_letters or french_and_short or not phonenumbers.is_possible_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(value: str) -> str:
    address = re.sub(r"^mailto:", "", value, flags=re.IGNORECASE)
    try:
        # No look-up of the domain: an officer's entry must not depend on the network.
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValidationError(
            {"value": "Ce courriel n’est pas valable : écrivez par exemple contact@exemple.fr."}
        ) from None


def _web(kind: str, value: str) -> str:
    if kind in NETWORK_ROOTS and re.fullmatch(r"@?[\w.]+", value) and "." not in value:
        value = NETWORK_ROOTS[ContactKind(kind)] + value.removeprefix("@")
    url = value if re.match(r"^[a-z][a-z0-9+.-]*:", value, re.IGNORECASE) else f"https://{value}"
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError({"value": "Adresse non valable : écrivez par exemple www.exemple.fr."}) from None
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for network, hosts in HOSTS.items():
        if kind == network and not any(host == known or host.endswith(f".{known}") for known in hosts):
            raise ValidationError({"value": f"Cette adresse n’est pas une page {network.label}."})
    return url
