"""Setting up a second factor, replacing and removing it, making recovery codes anew; giving back a lost one."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice, default_key

from backoffice.access.factors.accounts import has_factor_now, lock_account, must_have_factor
from backoffice.access.factors.codes import new_recovery_codes, verified
from backoffice.access.factors.given import Given, proven_factor
from backoffice.access.factors.refusals import FactorRefused
from backoffice.access.factors.telling import tell
from backoffice.access.sessions import close_all, close_others
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note


def begin_factor(*, by: User) -> TOTPDevice:
    """Make the secret that a telephone will hold. Nothing is asked of the account before a first code has confirmed it;
    a factor that it has goes on until then."""
    with transaction.atomic():
        lock_account(by)
        device, _ = TOTPDevice.objects.update_or_create(
            user=by,
            confirmed=False,
            defaults={
                "name": "telephone",
                "key": default_key(),
                "last_t": -1,
                "drift": 0,
                "throttling_failure_count": 0,
                "throttling_failure_timestamp": None,
            },
        )
    return device


def confirm_factor(*, by: User, code: str, session: str, now: datetime | None = None) -> tuple[TOTPDevice, list[str]]:
    """The first code of the telephone: from here on the log-in asks for one. The device, and ten recovery codes.

    Sessions of the account other than the one of this key are closed. Refused where nothing was begun, and for a code
    that is not the telephone's.
    """
    codes: list[str] = []
    with transaction.atomic():
        lock_account(by)
        device = TOTPDevice.objects.filter(user=by, confirmed=False).first()
        if device is None and TOTPDevice.objects.filter(user=by, confirmed=True).exists():
            raise FactorRefused(
                "C’est déjà fait\u00a0: le second facteur est en place. Si vous n’avez pas gardé les codes de secours, "
                "faites-en de nouveaux ci-dessous."
            )
        if device is None:
            raise FactorRefused("Rien n’est commencé\u00a0: commencez la mise en place, puis donnez le premier code.")
        if verified(device, "".join(code.split())):
            replaced, _ = TOTPDevice.objects.filter(user=by, confirmed=True).delete()
            device.confirmed = True
            device.save(update_fields=["confirmed"])
            codes = new_recovery_codes(by)
            close_others(account=by, but=session)
            note(Kind.FACTOR_SET, by=by, about=by, told="autre téléphone" if replaced else "", now=now)
            tell(by, "replaced" if replaced else "set_up", now=now)
    if not codes:  # outside of the transaction, so that the failure counts
        raise FactorRefused(
            "Ce n’est pas le code de ce téléphone. Vérifiez que son heure est réglée automatiquement, attendez le code "
            "suivant, puis réessayez."
        )
    return device, codes


def renew_recovery_codes(*, by: User, now: datetime | None = None) -> list[str]:
    """Ten new codes; the former ones no longer serve. Refused without a second factor."""
    with transaction.atomic():
        lock_account(by)
        if not has_factor_now(by):
            raise FactorRefused(
                "Les codes de secours accompagnent un second facteur\u00a0: mettez-le d’abord en place."
            )
        codes = new_recovery_codes(by)
        note(Kind.CODES_MADE, by=by, about=by, now=now)
        tell(by, "codes", now=now)
    return codes


def remove_telephone(*, by: User, now: datetime | None = None) -> None:
    """Its codes open nothing any more: the keys do, and the recovery codes. Refused where there is no key."""
    with transaction.atomic():
        lock_account(by)
        if not by.security_keys.exists():
            raise FactorRefused("Ajoutez d’abord une clé\u00a0: le téléphone est votre seul second facteur.")
        count, _ = TOTPDevice.objects.filter(user=by, confirmed=True).delete()
        if not count:
            raise FactorRefused("Ce compte n’a plus de téléphone.")
        note(Kind.FACTOR_REMOVED, by=by, about=by, told="téléphone\u00a0; des clés restent", now=now)
        tell(by, "telephone_removed", now=now)


def remove_factor(*, by: User, given: Given, request: HttpRequest, now: datetime | None = None) -> None:
    """Telephone, keys and recovery codes: from here on the password alone opens the account. Refused to roles that must
    have a factor, and without a code or the answer of a key.

    The password is asked by the page (`backoffice.access.proving`).
    """
    if must_have_factor(by):
        raise FactorRefused(
            "Votre rôle demande un second facteur\u00a0: vous pouvez en changer, mais pas vous en passer."
        )
    proven_factor(account=by, given=given, request=request)
    with transaction.atomic():
        lock_account(by)
        _forget(by)
        note(Kind.FACTOR_REMOVED, by=by, about=by, now=now)
        tell(by, "removed", now=now)


def reset_factor(*, account: User, by: User | None, reason: str, now: datetime | None = None) -> None:
    """Take away the factor of somebody who has lost it, and close the sessions of the account. `by` is None for whoever
    commands the server.

    Refused without a reason, for one's own account (whoever holds an administrator's open session could else do without
    the factor), for a superuser's by anyone who is none, and where there is no factor.
    """
    if not reason.strip():
        raise FactorRefused("Dites pourquoi ce second facteur est retiré\u00a0: le motif reste au journal.")
    if by is not None and account.pk == by.pk:
        raise FactorRefused("Pour votre propre compte, passez par « Mon compte »\u00a0: un code y est demandé.")
    if account.is_superuser and by is not None and not by.is_superuser:
        raise FactorRefused("Le second facteur d’un superutilisateur ne se retire que par un autre superutilisateur.")
    with transaction.atomic():
        lock_account(account)
        if not _forget(account):
            raise FactorRefused("Ce compte n’a pas de second facteur.")
        close_all(account=account, by=by)
        note(Kind.FACTOR_RESET, by=by, about=account, told=reason.strip(), now=now)
        tell(account, "reset", now=now)


def _forget(account: User) -> bool:
    StaticDevice.objects.filter(user=account).delete()
    telephones, _ = TOTPDevice.objects.filter(user=account).delete()
    keys, _ = account.security_keys.all().delete()
    return bool(telephones or keys)
