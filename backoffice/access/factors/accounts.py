"""Which account has a second factor, which must have one."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Expression, Manager, OuterRef, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from backoffice.models import SecurityKey

BACKEND = "backoffice.access.factors.accounts.AccountBackend"
ADMINISTRATION = "administration"  # what a superuser counts as

_along: dict[str, Expression] = {}


def read_along(**expressions: Expression) -> None:
    """A room above has something read with each account that asks for a page: an attribute of it, and no query more."""
    _along.update(expressions)
    accounts_for_pages.cache_clear()


class AccountBackend(ModelBackend):
    """Django's own, which reads with the account what its second factor is: no query more for a page."""

    def get_user(self, user_id: Any) -> User | None:
        account = accounts_for_pages().filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None


@cache
def accounts_for_pages() -> QuerySet:
    """Accounts with their factors and what rooms above read along; put together once, each page asks for one."""
    return with_factors(User.objects).annotate(**_along)


def with_factors(accounts: Manager | QuerySet) -> QuerySet:
    """Accounts with the numbers of their telephone and of their security keys, `telephones` and `keys`."""
    return accounts.annotate(
        telephones=ArraySubquery(_telephones(OuterRef("pk")).values("pk")),
        keys=ArraySubquery(_keys(OuterRef("pk")).values("pk")),
    )


def factors_of(account: AbstractBaseUser) -> list[str]:
    """The marks of all that proves its second factor, the telephone first; none: the password alone opens it."""
    return [*map(telephone_mark, telephones_of(account)), *map(key_mark, keys_of(account))]


def telephones_of(account: AbstractBaseUser) -> list[int]:
    """One query where another backend than ours has read the account."""
    if not hasattr(account, "telephones"):
        account.telephones = list(_telephones(account.pk).values_list("pk", flat=True))
    return account.telephones


def keys_of(account: AbstractBaseUser) -> list[int]:
    """The same for its security keys."""
    if not hasattr(account, "keys"):
        account.keys = list(_keys(account.pk).values_list("pk", flat=True))
    return account.keys


def has_factor_now(account: User, *, but: int | None = None) -> bool:
    """Asked of the database, under the lock of the account; `but` is a key that is left out."""
    return _telephones(account.pk).exists() or _keys(account.pk).exclude(pk=but).exists()


def telephone_mark(pk: int) -> str:
    """What a session keeps of the factor that was proven in it."""
    return f"telephone {pk}"


def key_mark(pk: int) -> str:
    return f"key {pk}"


def must_have_factor(account: User) -> bool:
    """Its roles are among `SECOND_FACTOR_REQUIRED_FOR`; one query where any is."""
    roles = settings.SECOND_FACTOR_REQUIRED_FOR
    if not roles:
        return False
    return (account.is_superuser and ADMINISTRATION in roles) or account.groups.filter(name__in=roles).exists()


def lock_account(account: User) -> None:
    """One act on the factors of an account after the other; in a transaction."""
    User.objects.select_for_update().get(pk=account.pk)


def _telephones(account: Any) -> QuerySet:
    return TOTPDevice.objects.filter(user=account, confirmed=True)


def _keys(account: Any) -> QuerySet:
    return SecurityKey.objects.filter(account=account).order_by("pk")
