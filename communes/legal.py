"""What the law asks a public site to tell of itself (LCEN, article 6): checks of what is typed, and what is lacking."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError

if TYPE_CHECKING:
    from communes.models import Territory

REQUIRED = ("publisher_address", "publication_director", "hosting", "press_email")


def check_postal_address(text: str) -> None:
    if not re.search(r"\b\d{5}\b", text):
        raise ValidationError("Indiquez aussi le code postal et la ville : « Rue Ferdinand-Buisson, 62020 Arras ».")


def check_director(text: str) -> None:
    """A name or an office, not an address."""
    if "@" in text or "://" in text or not re.search(r"[^\W\d_]{2}", text):
        raise ValidationError("Indiquez un nom ou une fonction : « le préfet du Pas-de-Calais ».")


def check_hosting(text: str) -> None:
    """A bare link or a single word tells nobody whom to write to."""
    if len(re.findall(r"[^\W\d_]{2,}", re.sub(r"\S+@\S+|\S+://\S+|www\.\S+", "", text))) < 2:
        raise ValidationError("Indiquez le nom de l’hébergeur, son adresse et son téléphone.")


def lacking(territory: Territory) -> list[str]:
    """Names of the fields that the legal notice still misses."""
    fields = [territory._meta.get_field(name) for name in REQUIRED if not getattr(territory, name)]
    return [str(field.verbose_name) for field in fields]
