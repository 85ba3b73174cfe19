"""Signs of life: a page sends one every fifteen seconds, and learns who else is there."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone

from bulletins.models import Bulletin
from workshop.models import Presence
from workshop.models.presence import FORGOTTEN_AFTER


def note_presence(
    *, bulletin: Bulletin, by: AbstractBaseUser, block: str = "", now: datetime | None = None
) -> list[Presence]:
    """Keep the sign of life, forget those that are over, and tell who else is there."""
    now = now or timezone.now()
    Presence.objects.filter(seen_at__lte=now - FORGOTTEN_AFTER).delete()
    Presence.objects.update_or_create(bulletin=bulletin, user=by, defaults={"block": block, "seen_at": now})
    return list(Presence.objects.now_on(bulletin, now=now).exclude(user=by))


def leave(*, bulletin: Bulletin, by: AbstractBaseUser) -> None:
    """The person closed the page: the others need not wait 45 seconds to know."""
    Presence.objects.filter(bulletin=bulletin, user=by).delete()
