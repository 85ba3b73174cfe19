"""The journalists' link: the text that was signed, read before its hour by whoever was given the address."""

from __future__ import annotations

from django.core.signing import BadSignature, Signer
from django.urls import reverse

from bulletins.models import Schedule

SALT = "bulletins.embargo"


def embargo_path(schedule: Schedule) -> str:
    """The address, without the site's. It holds the number of the plan and its signature, and nothing of the text."""
    return reverse("bulletins:embargo", args=[Signer(salt=SALT).sign(schedule.pk)])


def schedule_of(token: str) -> Schedule | None:
    """The plan that an address was made for, whatever became of it; nothing for a forged one, or a plan without a link.

    The link lives as long as the plan: taking the plan back, or planning anew, closes it.
    """
    try:
        key = Signer(salt=SALT).unsign(token)
    except BadSignature:
        return None
    plans = Schedule.objects.select_related("bulletin__series")
    return plans.filter(pk=key, has_embargo_link=True).first()
