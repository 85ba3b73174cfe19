"""Accounts with a second factor, and the telephone that shows their codes."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.test import Client
from django.urls import reverse
from django_otp.oath import TOTP
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp.models import TOTPDevice

from backoffice.access.factors.codes import new_recovery_codes
from tests.builders import make_user

PASSWORD = "un-long-mot-de-passe"
STEP = 30  # seconds that a code lasts


def make_factor(account: User) -> TOTPDevice:
    """Its clock began so that now is the middle of a step: no test meets the end of one."""
    return TOTPDevice.objects.create(user=account, name="telephone", t0=_mid_step())


def make_account_with_factor(
    username: str = "redactrice", group: str = "rédaction"
) -> tuple[User, TOTPDevice, list[str]]:
    account = make_user(username, group=group, password=PASSWORD, email=f"{username}@exemple.fr")
    return account, make_factor(account), new_recovery_codes(account)


def in_mid_step(device: TOTPDevice) -> TOTPDevice:
    """The same for a device that a page made."""
    TOTPDevice.objects.filter(pk=device.pk).update(t0=_mid_step())
    device.refresh_from_db()
    return device


def shown(device: TOTPDevice, *, steps: int = 0) -> str:
    """The code that a telephone shows whose clock is some steps ahead of ours."""
    totp = TOTP(device.bin_key, device.step, device.t0, device.digits)
    totp.time = time.time() + steps * device.step
    return f"{totp.token():06d}"


def wrong(device: TOTPDevice) -> str:
    """A code that no step nearby has."""
    near = {shown(device, steps=step) for step in range(-3, 4)}
    return next(code for number in range(10) if (code := f"{number:06d}") not in near)


def let_time_pass(**by: Any) -> None:
    """As if the failures of all codes lay that long back."""
    for kind in (TOTPDevice, StaticDevice):
        kind.objects.update(throttling_failure_timestamp=F("throttling_failure_timestamp") - timedelta(**by))


def give_password(username: str = "redactrice", *, network: str = "192.0.2.7", follow: str = "") -> Client:
    client = Client(REMOTE_ADDR=network)
    data = {"username": username, "password": PASSWORD, "next": follow or reverse("admin:index")}
    response = client.post(reverse("admin:login"), data)
    assert response.status_code == 302
    assert response.url.startswith(reverse("admin:code")), response.url
    return client


def give_code(client: Client, code: str, **data: Any) -> Any:
    return client.post(reverse("admin:code"), {"code": code, **data})


def is_in(client: Client) -> bool:
    return client.get(reverse("admin:account")).status_code == 200


def _mid_step() -> int:
    return int(time.time()) - 100 * STEP - STEP // 2
