"""Codes that prove a second factor: those of the telephone, and the recovery codes. Each serves once."""

from __future__ import annotations

import secrets
from base64 import b32encode
from copy import copy

from axes.handlers.proxy import AxesProxyHandler
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpRequest, QueryDict
from django.utils.crypto import salted_hmac
from django_otp.models import ThrottlingMixin
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from backoffice.access.factors.telling import tell
from backoffice.access.lockout import is_held_back
from backoffice.journal.door import note_code_refused
from backoffice.journal.kinds import Kind
from backoffice.journal.writing import note

RECOVERY_CODES = 10
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # none that is taken for another: i, l, o, 0, 1
LENGTH, GROUP = 12, 4  # 31 ** 12 is 59 bits, and a try costs seconds
DIGITS = 6  # of a code of the telephone
# A failure makes the next try wait 1, 2, 4… seconds, on all networks together. No longer than this many of them: who
# knows a password shall not close the account of another for days.
MOST_FAILURES = 10  # 512 seconds
TOLD_AT = 5  # failures after which the person is told that somebody has the password


def new_recovery_codes(account: User) -> list[str]:
    """Ten codes, in place of those of before. They are told here and never again: the database has their marks only."""
    device, _ = StaticDevice.objects.get_or_create(user=account, defaults={"name": "recovery"})
    device.token_set.all().delete()
    codes = ["".join(secrets.choice(LETTERS) for _ in range(LENGTH)) for _ in range(RECOVERY_CODES)]
    StaticToken.objects.bulk_create(StaticToken(device=device, token=mark(account, code)) for code in codes)
    device.throttle_reset()
    return [in_groups(code) for code in codes]


def recovery_codes_left(account: User) -> int:
    return StaticToken.objects.filter(device__user=account).count()


def are_own_codes(account: User, codes: list[str]) -> bool:
    """These are the recovery codes of the account, none of them used."""
    marks = {mark(account, _bare(code)) for code in codes}
    return len(marks) == StaticToken.objects.filter(device__user=account, token__in=marks).count() == len(codes) > 0


def proves(*, account: User, typed: str, request: HttpRequest) -> bool:
    """Whether a typed code is good, which it then is no more. Failures are counted by account and network (lock-out),
    and slow down the next try.

    A wrong, a used and a late code are answered alike, as is a try that comes too early.
    """
    if is_held_back(request, account.get_username()):
        return False
    code = _bare(typed)
    is_of_telephone = len(code) == DIGITS and code.isascii() and code.isdecimal()
    if not is_of_telephone:
        code = mark(account, code)
    is_good = _verified(TOTPDevice if is_of_telephone else StaticDevice, account, code)
    if not is_good:
        count_failure(request, account)
    return is_good


def verified(device: ThrottlingMixin, code: str) -> bool:
    """Ask a device, whose row is locked by the caller."""
    device.throttling_failure_count = min(device.throttling_failure_count, MOST_FAILURES)
    return device.verify_token(code)


def count_failure(request: HttpRequest, account: User, *, told: str = "") -> None:
    """As a wrong password is counted; nothing of what was typed goes along. `told` is for the journal."""
    alone = copy(request)
    alone.POST = QueryDict()
    note_code_refused(account, request, told)
    AxesProxyHandler.user_login_failed(__name__, {"username": account.get_username()}, alone)


def mark(account: User, code: str) -> str:
    """What the database keeps of a recovery code: 80 bits that only the site's secret can make of it."""
    digest = salted_hmac("backoffice.recovery", f"{account.pk}:{code}", algorithm="sha256").digest()
    return b32encode(digest[:10]).decode().lower()


def in_groups(code: str) -> str:
    """“abcd-efgh-jkmn”."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def _verified(kind: type[TOTPDevice] | type[StaticDevice], account: User, code: str) -> bool:
    with transaction.atomic():
        device = kind.objects.select_for_update().filter(user=account, confirmed=True).first()
        if device is None:
            return False
        is_good = verified(device, code)
        if is_good and kind is StaticDevice:
            note(Kind.CODE_USED, by=account, about=account)
            tell(account, "recovered")
        if not is_good and device.throttling_failure_count == TOLD_AT:
            tell(account, "tried")
    return is_good


def _bare(typed: str) -> str:
    """Without the blanks and dashes that it is read with; longer than any code, it is none."""
    return "".join(letter for letter in typed[:64].lower() if letter.isalnum())
