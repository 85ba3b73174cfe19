"""The way to the journal from other pages, for who may read it."""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, AbstractUser, AnonymousUser
from django.db import models
from django.http import HttpRequest
from django.urls import reverse


def may_read(user: AbstractBaseUser | AnonymousUser) -> bool:
    return user.has_perm("backoffice.view_journalline")


def journal_url_for(request: HttpRequest, row: models.Model) -> str:
    """The page with the lines of one record, of an account also what it did; empty for who may not read it."""
    if not may_read(request.user):
        return ""
    is_account = isinstance(row, AbstractUser)
    asked = {"personne": row.get_username()} if is_account else {"fiche": f"{row._meta.label_lower}:{row.pk}"}
    return reverse("admin:journal", query=asked)
