"""Who is named in a message: “@camille, peux-tu vérifier ?”"""

from __future__ import annotations

import re

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import models

# An account's identifier as Django takes it. What stands behind a letter is an address: contact@exemple.fr.
MENTION = re.compile(r"(?<![\w.+-])@([\w@.+-]+)")


def colleagues() -> models.QuerySet:
    """Who may be spoken to: the accounts that open the Espace rédaction."""
    return get_user_model()._default_manager.filter(is_active=True, is_staff=True)


def named_in(text: str) -> tuple[list[AbstractBaseUser], list[str]]:
    """The accounts that the text names, and what looks like a name and is none. Case does not count; one query."""
    # The point that ends a sentence is part of no identifier.
    written = list(dict.fromkeys(name.rstrip(".-+@").lower() for name in MENTION.findall(text)))
    if not any(written):
        return [], []
    known = {one.get_username().lower(): one for one in colleagues()}
    return [known[name] for name in written if name in known], [name for name in written if name and name not in known]
