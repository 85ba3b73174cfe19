"""What the administration changes of an account, and passwords that are chosen."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.forms import AdminPasswordChangeForm, SetPasswordForm
from django.contrib.auth.models import AbstractBaseUser, User
from django.db import transaction

from backoffice.journal.kinds import Kind
from backoffice.journal.whence import current_request
from backoffice.journal.writing import note
from french.wording import enumerated


def note_account(form: forms.ModelForm, *, by: AbstractBaseUser, is_new: bool) -> None:
    """What the form changed of an account that is saved, but for what has lines of its own: its roles, and
    what later rooms add to the form. Values are not told: they are personal."""
    own = {one.name for one in User._meta.get_fields()} - {"groups"}
    account, changed = form.instance, set(form.changed_data) & own
    if is_new:
        note(Kind.ACCOUNT_ADDED, by=by, about=account)
        return
    if "is_active" in changed:
        note(Kind.ACCOUNT_ACTIVATED if account.is_active else Kind.ACCOUNT_DEACTIVATED, by=by, about=account)
    if "is_superuser" in changed:
        told = "tous les droits donnés" if account.is_superuser else "tous les droits retirés"
        note(Kind.RIGHTS_CHANGED, by=by, about=account, told=told)
    if others := [name for name in form.changed_data if name in changed - {"is_active", "is_superuser"}]:
        told = enumerated([str(form.fields[name].label).lower() for name in others])
        note(Kind.ACCOUNT_CHANGED, by=by, about=account, told=told)


def roles_of(account: User) -> set[str]:
    return set(account.groups.values_list("name", flat=True))


def note_roles(account: User, before: set[str], *, by: AbstractBaseUser, means: str = "") -> None:
    """Nothing is written where the roles are those of before. `means`: the provider whose claims they follow."""
    now = roles_of(account)
    parts = [("donné", sorted(now - before)), ("retiré", sorted(before - now))]
    told = " ; ".join(
        f"{'rôle' if len(names) == 1 else 'rôles'} {enumerated(names)} {verb}{'s' if len(names) > 1 else ''}"
        for verb, names in parts
        if names
    )
    if told:
        note(Kind.RIGHTS_CHANGED, by=by, about=account, told=f"par {means} : {told}" if means else told)


class _Noted:
    """A form that gives its `user` a password: who sent it and whose it is are told, never what it is."""

    kind = Kind.PASSWORD_CHANGED

    def save(self, commit: bool = True) -> Any:
        request = current_request()
        is_known = request is not None and request.user.is_authenticated
        with transaction.atomic():
            account = super().save(commit)
            note(self.kind, by=request.user if is_known else account, about=account)
        return account


class NotedGivenPasswordForm(_Noted, AdminPasswordChangeForm):
    """The administration gives an account a password, or takes it away."""


class NotedNewPasswordForm(_Noted, SetPasswordForm):
    """Somebody who is not logged in chooses a password by the link of a mail."""

    kind = Kind.PASSWORD_RESET
