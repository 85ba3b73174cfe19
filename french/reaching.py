"""How people are reached in France: telephone numbers and e-mail addresses, one form to store and one to print."""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers
from django.core.exceptions import ValidationError
from email_validator import EmailNotValidError, validate_email

FRENCH_DIGITS = 9  # after +33
# Short numbers (15, 115, 3919) are real in France, yet not “possible” for the library: their digits are kept.
SHORT = re.compile(r"1[578]|1\d{2}|[13]\d{3}")


def phone_number(text: str) -> str:
    """“+33321855370” for “03 21 85 53 70”. Raises ValidationError with a French sentence."""
    refusal = ValidationError("Ce n’est pas un numéro de téléphone : écrivez par exemple 03 21 85 53 70.")
    try:
        number = phonenumbers.parse(text, "FR")
    except phonenumbers.NumberParseException:
        raise refusal from None
    if SHORT.fullmatch(bare := re.sub(r"[\s.]", "", text)):
        return bare
    # The library reads letters as keys of a telephone and lets a digit be missing: neither is meant here.
    typed_letters = re.search(r"[^\W\d_]", text)
    french_and_short = number.country_code == 33 and len(str(number.national_number)) != FRENCH_DIGITS
    if typed_letters or french_and_short or not phonenumbers.is_possible_number(number):
        raise refusal
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=4_096)
def printed_phone(value: str) -> str:
    """“03 21 85 53 70” for “+33321855370”; what is no number is printed as it is."""
    try:
        number = phonenumbers.parse(value, "FR")
    except phonenumbers.NumberParseException:
        return value
    style = phonenumbers.PhoneNumberFormat
    french = number.country_code == 33
    return phonenumbers.format_number(number, style.NATIONAL if french else style.INTERNATIONAL).replace(" ", "\u00a0")


def email_address(text: str) -> str:
    """The address as it is stored. Accents are allowed, unlike in Django's own field: real offices have some.

    Raises ValidationError with a French sentence. The domain is not looked up: an entry must not depend on the network.
    """
    address = re.sub(r"^mailto:", "", text, flags=re.IGNORECASE)
    try:
        return validate_email(address, check_deliverability=False).normalized
    except EmailNotValidError:
        raise ValidationError("Ce courriel n’est pas valable : écrivez par exemple contact@exemple.fr.") from None
