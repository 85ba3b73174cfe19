"""Which account has a second factor, which must have one."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Expression, Manager, OuterRef, QuerySet, Subquery
from django_otp.plugins.otp_totp.models import TOTPDevice

BACKEND = "backoffice.access.factors.accounts.AccountBackend"
ADMINISTRATION = "administration"  # what a superuser counts as

_along: dict[str, Expression] = {}


def read_along(**expressions: Expression) -> None:
    """A room above has something read with each account that asks for a page: an attribute of it, and no query more."""
    _along.update(expressions)


class AccountBackend(ModelBackend):
    """Django's own, which reads with the account whether it has a second factor: no query more for a page."""

    def get_user(self, user_id: Any) -> User | None:
        account = with_factor(User.objects).annotate(**_along).filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None


def with_factor(accounts: Manager | QuerySet) -> QuerySet:
    """Accounts with the key of their second factor, `factor_id`, or None."""
    return accounts.annotate(factor_id=Subquery(_confirmed(OuterRef("pk")).values("pk")))


def factor_of(account: AbstractBaseUser) -> int | None:
    """The key of its second factor; one query where another backend than ours has read the account."""
    if not hasattr(account, "factor_id"):
        account.factor_id = _confirmed(account.pk).values_list("pk", flat=True).first()
    return account.factor_id


def must_have_factor(account: User) -> bool:
    """Its roles are among `SECOND_FACTOR_REQUIRED_FOR`; one query where any is."""
    roles = settings.SECOND_FACTOR_REQUIRED_FOR
    if not roles:
        return False
    return (account.is_superuser and ADMINISTRATION in roles) or account.groups.filter(name__in=roles).exists()


def _confirmed(account: Any) -> QuerySet:
    return TOTPDevice.objects.filter(user=account, confirmed=True)
