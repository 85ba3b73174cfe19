"""Contacts as typed values: one written form to store, one to print, one to link to."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from communes.models import Territory
from french.reaching import email_address, phone_number, printed_phone


class ContactKind(models.TextChoices):
    WEBSITE = "website", "site internet"
    EMAIL = "email", "courriel"
    PHONE = "phone", "téléphone"
    FACEBOOK = "facebook", "Facebook"
    TWITTER = "twitter", "Twitter"
    OTHER = "other", "autre (en mots)"


CONTACT_KINDS = ContactKind.choices
WEB_KINDS = {ContactKind.WEBSITE, ContactKind.FACEBOOK, ContactKind.TWITTER}
HOSTS = {ContactKind.FACEBOOK: ("facebook.com", "fb.com", "fb.me"), ContactKind.TWITTER: ("twitter.com", "x.com")}
# What people type between the digits of a number: spaces and dashes of all kinds, marks of emphasis, codes of links.
# Bounded, so that a long run of spaces costs its length only.
PHONE_GAP = r"(?:[\s.,/_*\u00ad\u00b7\u2010-\u2015\u200b\u2060\ufeff-]|&nbsp;|%20){0,5}"
# A bracket belongs to the number only with the one that closes it: “(+33) 6…”, not “(+33 6…)”.
DIALLED = rf"(?:\+|%2B|00){PHONE_GAP}33"
COUNTRY = rf"(?:\({DIALLED}{PHONE_GAP}\)|{DIALLED}){PHONE_GAP}(?:\(0\){PHONE_GAP})?"
PHONE = re.compile(rf"(?<!\d)(?:{COUNTRY}|0{PHONE_GAP})[1-9](?:{PHONE_GAP}\d{PHONE_GAP}\d){{4}}(?!\d)", re.IGNORECASE)
# Bounded repetitions and a boundary before: a long run of letters must stay linear.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+'-]{1,64}@(?:[\w-]{1,63}\.){1,5}\w{2,24}")
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
        return _at_value(phone_number, value)
    if kind == ContactKind.EMAIL:
        return _at_value(email_address, value)
    if kind in WEB_KINDS:
        return _web(kind, value)
    return re.sub(r"\s+", " ", value)


def contact_label(kind: str, value: str) -> str:
    """The form printed in French text: “03 21 85 53 70”, “www.meloko.fr”, “@pas_de_calais”."""
    if kind == ContactKind.PHONE:
        return printed_phone(value)
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


def contacts_in(text: str) -> dict[tuple[str, str], str]:
    """The French numbers and the e-mails that a text prints, as (kind, stored value), each with its words there."""
    found: dict[tuple[str, str], str] = {}
    for kind, pattern in ((ContactKind.EMAIL, EMAIL), (ContactKind.PHONE, PHONE)):
        for match in pattern.finditer(text):
            written = re.sub(PHONE_GAP, "", match[0]).replace("%2B", "+") if kind == ContactKind.PHONE else match[0]
            try:
                value = normalise_contact(kind, written)
            except ValidationError:
                continue
            found.setdefault((str(kind), value), match[0])
    return found


def _at_value(normalise: Callable[[str], str], value: str) -> str:
    """What is refused is told at the field that holds it."""
    try:
        return normalise(value)
    except ValidationError as refusal:
        raise ValidationError({"value": refusal.messages}) from None


def _web(kind: str, value: str) -> str:
    if kind in NETWORK_ROOTS and re.fullmatch(r"@?[\w.]+", value) and "." not in value:
        value = NETWORK_ROOTS[ContactKind(kind)] + value.removeprefix("@")
    url = value if re.match(r"^[a-z][a-z0-9+.-]*:", value, re.IGNORECASE) else f"https://{value}"
    try:
        URLValidator(schemes=["http", "https"])(url)
    except ValidationError:
        raise ValidationError({"value": "Adresse non valable : écrivez par exemple www.exemple.fr."}) from None
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    for network, hosts in HOSTS.items():
        if kind == network and not any(host == known or host.endswith(f".{known}") for known in hosts):
            raise ValidationError({"value": f"Cette adresse n’est pas une page {network.label}."})
    return url
