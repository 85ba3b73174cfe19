"""Who a person known to the provider is here: accounts found, opened, tied; roles that follow the claims."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import Group, User
from django.db import IntegrityError, transaction
from django.utils import timezone

from backoffice.access.provider.claims import Told
from backoffice.access.provider.configured import Provider
from backoffice.access.provider.refusals import AccessRefused, LinkRefused
from backoffice.access.sessions import close_others
from backoffice.access.ways import is_administrator, opens_by_password
from backoffice.journal.accounts import note_roles, roles_of
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note
from backoffice.models import Identity

TRIES = 2  # two returns at once may both open the account: the second finds that of the first


def account_of(
    *,
    told: Told,
    provider: Provider,
    session: str = "",
    now: datetime | None = None,
) -> User:
    """The account that this person logs into, with the roles of today. Raises AccessRefused with the reason.

    The account is that of the identity, else the one that has the same verified address (where this is set, and never
    an administrator's), else a new one (where this is set). Roles that the claims no more give are taken away, and the
    other sessions of the account closed, even where the person is then refused. `session` is that of the browser.
    """
    now = now or timezone.now()
    for left in reversed(range(TRIES)):
        try:
            with transaction.atomic():
                account = _settled(told, provider, session=session, now=now)
            break
        except IntegrityError:
            if not left:
                raise
    if not account.is_active:
        raise AccessRefused("Votre compte est désactivé : adressez-vous à l’administration.", reason="inactive")
    if not account.is_staff:
        raise AccessRefused(_without_role(provider), reason="no role")
    return account


def link(*, account: User, issuer: str, subject: str, by: User, now: datetime | None = None) -> Identity:
    """Tie an identity to one's own account, which the person confirmed while logged in."""
    try:
        with transaction.atomic():
            identity = Identity.objects.create(
                issuer=issuer, subject=subject, account=account, linked_at=now or timezone.now()
            )
            note(Kind.PROVIDER_LINKED, by=by, about=account, now=now)
    except IntegrityError as error:
        if Identity.objects.filter(issuer=issuer, account=account).exists():
            raise LinkRefused("Votre compte est déjà lié : déliez-le d’abord.") from error
        raise LinkRefused(
            "Cette identité est déjà liée à un autre compte : adressez-vous à l’administration."
        ) from error
    return identity


def unlink(*, account: User, provider: Provider, by: User, now: datetime | None = None) -> None:
    """Untie it. Nobody closes the own last way in; who keeps the accounts may, and ends the sessions of this one."""
    if by == account and not opens_by_password(account):
        raise LinkRefused(
            f"Votre compte ne s’ouvre que par {provider.name} : choisissez d’abord un mot de passe, ou adressez-vous à "
            "l’administration."
        )
    with transaction.atomic():
        count, _ = Identity.objects.filter(issuer=provider.issuer, account=account).delete()
        if not count:
            raise LinkRefused("Ce compte n’était pas lié.")
        note(Kind.PROVIDER_UNLINKED, by=by, about=account, now=now)
        if by != account:
            close_others(account=account, but="")


def _settled(told: Told, provider: Provider, *, session: str, now: datetime) -> User:
    identity = (
        Identity.objects.select_for_update(of=("self",))
        .filter(issuer=told.issuer, subject=told.subject)
        .select_related("account")
        .first()
    )
    if identity is None:
        identity = _tied_by_email(told, provider, now=now) or _opened(told, provider, now=now)
    account = identity.account
    if identity.opened_account:
        _follow_name(account, told)
    if provider.roles_claim and account.is_active:
        _follow_roles(account, told, provider, session=session)
    account.refresh_from_db(fields=["is_staff"])  # the database derives it from the roles
    return account


def _tied_by_email(told: Told, provider: Provider, *, now: datetime) -> Identity | None:
    """An address opens no door to all rights: an administrator ties the account from within."""
    if not (provider.links_by_email and told.is_verified):
        return None
    others = Identity.objects.filter(issuer=told.issuer).values("account")
    found = list(User.objects.filter(email__iexact=told.email).exclude(pk__in=others)[:2])
    if len(found) != 1 or is_administrator(found[0]):
        return None
    identity = Identity.objects.create(issuer=told.issuer, subject=told.subject, account=found[0], linked_at=now)
    note(Kind.PROVIDER_LINKED, by=found[0], about=found[0], told="par son courriel", now=now)
    return identity


def _opened(told: Told, provider: Provider, *, now: datetime) -> Identity:
    if not provider.creates_accounts:
        raise AccessRefused(
            f"{provider.name} vous connaît, mais aucun compte d’ici n’est lié à vous. Si vous en avez un, "
            "connectez-vous avec son mot de passe, puis liez-le depuis « Mon compte » ; sinon, demandez-en un à "
            "l’administration.",
            reason="unknown",
        )
    if provider.roles_claim and not told.roles:
        raise AccessRefused(_without_role(provider), reason="no role")
    account = User(username=_free_name(told), date_joined=now)
    account.set_unusable_password()
    _name(account, told)
    account.save()
    note(Kind.ACCOUNT_ADDED, by=account, about=account, told=f"par {provider.name}", now=now)
    return Identity.objects.create(
        issuer=told.issuer, subject=told.subject, account=account, opened_account=True, linked_at=now
    )


def _free_name(told: Told) -> str:
    """The address of mail where there is one; an account that has this name already is another person's."""
    wanted = (told.email or f"compte-{told.subject}")[:140]
    wanted = "".join(sign if sign.isalnum() or sign in "@.+-_" else "-" for sign in wanted).lower()
    taken = set(User.objects.filter(username__istartswith=wanted).values_list("username", flat=True))
    names = (wanted, *(f"{wanted}-{number}" for number in range(2, len(taken) + 2)))
    return next(name for name in names if name not in {one.lower() for one in taken})


def _follow_name(account: User, told: Told) -> None:
    _name(account, told)
    account.save(update_fields=["first_name", "last_name", "email"])


def _name(account: User, told: Told) -> None:
    """What is told today; what is not told stays."""
    account.first_name = told.first_name or account.first_name
    account.last_name = told.last_name or account.last_name
    account.email = told.email or account.email


def _follow_roles(account: User, told: Told, provider: Provider, *, session: str) -> None:
    """Give and take the roles that the mapping names; the others are the administration's to give."""
    before = roles_of(account)
    after = (before - provider.governed) | told.roles
    if before == after:
        return
    account.groups.remove(*Group.objects.filter(name__in=before - after))
    account.groups.add(*Group.objects.filter(name__in=after - before))
    note_roles(account, before, by=account, means=provider.name)
    if before - after:
        close_others(account=account, but=session)


def _without_role(provider: Provider) -> str:
    if provider.roles_claim:
        return (
            f"{provider.name} ne vous donne aucun rôle sur ce site : demandez-le à la personne qui gère les droits de "
            "votre organisation."
        )
    return "Votre compte n’a encore aucun rôle : demandez-en un à l’administration."
