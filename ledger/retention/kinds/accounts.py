"""Accounts of the back office: those that nobody ever opened, and those that nobody uses any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db.models import CASCADE, Exists, ManyToOneRel, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from backoffice.models import OpenSession
from ledger.retention.rules import Rows


def _never_opened(before: datetime) -> QuerySet:
    """Invited, no password chosen, never logged in, and nothing is signed by it."""
    invited = User.objects.filter(
        date_joined__lt=before,
        last_login=None,
        is_superuser=False,
        password__startswith=UNUSABLE_PASSWORD_PREFIX,
    )
    for relation in _signing():
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        invited = invited.filter(~Exists(rows))
    return invited


def _signing() -> Iterator[ManyToOneRel]:
    """Where an account is named as the author of something, histories and the journal included; not what is a part of
    the account itself."""
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, ManyToOneRel) and relation.on_delete is not CASCADE:
            yield relation


def _unused(before: datetime) -> QuerySet:
    """Never a superuser, nor the administrator who came last: somebody must be able to open accounts again."""
    last = User.objects.filter(is_active=True, groups__name="administration", last_login__isnull=False)
    return (
        User.objects.filter(is_active=True, is_superuser=False)
        .exclude(Q(last_login=None) & Q(password__startswith=UNUSABLE_PASSWORD_PREFIX))
        .exclude(pk__in=last.order_by("-last_login").values("pk")[:1])
        .alias(seen=Coalesce("last_login", "date_joined"))
        .filter(seen__lt=before)
    )


def _switch_off(rows: QuerySet) -> None:
    """The account stays, since records and acts name it; nobody logs in with it until it is switched on again."""
    keys = list(rows.values_list("pk", flat=True))
    User.objects.filter(pk__in=keys).update(is_active=False)
    Session.objects.filter(pk__in=OpenSession.objects.filter(account__in=keys).values("session")).delete()


RULES = (
    Rows(
        name="invitations",
        one="compte jamais ouvert",
        many="comptes jamais ouverts",
        since="l’invitation",
        why="La personne n’a pas choisi de mot de passe et son lien ne vaut plus ; rien n’est signé de ce compte.",
        rows=_never_opened,
    ),
    Rows(
        name="unused_accounts",
        one="compte inutilisé",
        many="comptes inutilisés",
        since="la dernière connexion",
        why="Un compte dont personne ne se sert est une porte. Il reste au registre : des fiches sont signées de lui.",
        done="désactivation",
        rows=_unused,
        take=_switch_off,
    ),
)
