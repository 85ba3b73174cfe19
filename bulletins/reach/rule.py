"""The one rule: where an account is limited to some series, what it sees and changes in the office is theirs.

Published pages stay everybody's, and records that all bulletins share (initiatives, organisations, persons) are not
limited. An administrator never is: rows that the account had before it became one count for nothing.
"""

from __future__ import annotations

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet

from backoffice.access.ways import ADMINISTRATION
from bulletins.models import Bulletin, Keeper, Series
from bulletins.refusals import BulletinRefusal

KEPT = "kept_series"  # of an account: keys of series, read along with it when a request begins


class BeyondReach(BulletinRefusal, PermissionDenied):
    """The series is not entrusted to the account. Where no page tells it, the answer is a 403 with the sentence."""

    def __init__(self, series: Series) -> None:
        super().__init__(
            f"La série «\u00a0{series}\u00a0» n’est pas de celles qui vous sont confiées\u00a0: rien n’a été changé. "
            "Demandez-la à une personne de l’administration."
        )
        self.series = series


def kept_by(user: AbstractBaseUser | None) -> frozenset[int] | None:
    """Keys of the series that the account is limited to; None where nothing limits it.

    No query for who asks for a page; one where another than our backend has read the account.
    """
    if user is None or user.pk is None or user.is_superuser:
        return None
    if not hasattr(user, KEPT):
        user.kept_series = list(keys_kept_by(user.pk).values_list("series", flat=True))
    return frozenset(user.kept_series) or None


def keys_kept_by(account: int | OuterRef) -> QuerySet[Keeper]:
    """Rows of the account that count: none of those of an administrator."""
    administers = User.groups.through.objects.filter(user=OuterRef("user"), group__name=ADMINISTRATION)
    return Keeper.objects.filter(~Exists(administers), user=account)


def forget_kept(user: AbstractBaseUser) -> None:
    """Read anew what is entrusted to the account."""
    if hasattr(user, KEPT):
        del user.kept_series


def is_limited(user: AbstractBaseUser | None) -> bool:
    return kept_by(user) is not None


def reaches(user: AbstractBaseUser | None, series_id: int | None) -> bool:
    kept = kept_by(user)
    return kept is None or series_id in kept


def within(user: AbstractBaseUser | None, rows: QuerySet, *, series: str = "series") -> QuerySet:
    """Those of `rows` that the account reaches; `series` is the way from a row to its series."""
    kept = kept_by(user)
    return rows if kept is None else rows.filter(**{f"{series}__in": kept})


def series_within(user: AbstractBaseUser | None) -> QuerySet[Series]:
    return within(user, Series.objects.all(), series="pk")


def locked_bulletin(pk: int, *, by: AbstractBaseUser | None) -> Bulletin:
    """The row, locked for an act; BeyondReach where its series is not entrusted."""
    bulletin = Bulletin.objects.select_for_update().get(pk=pk)
    refuse_beyond(by, bulletin)
    return bulletin


def may_add_series(user: AbstractBaseUser) -> bool:
    """Whoever is limited to some makes no other one: it would be out of reach at once."""
    return user.has_perm("bulletins.add_series") and not is_limited(user)


def refuse_beyond(user: AbstractBaseUser | None, row: Series | Bulletin) -> None:
    """Raise BeyondReach for a series, or a bulletin of one, that the account does not reach."""
    series_id = row.pk if isinstance(row, Series) else row.series_id
    if not reaches(user, series_id):
        raise BeyondReach(row if isinstance(row, Series) else row.series)
