"""Two themes that are one."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction

from backoffice.models import Union
from backoffice.records.contents import Shape
from backoffice.records.uniting import unite
from french.wording import counted, enumerated
from initiatives.models import Theme

SHAPE = Shape(Theme, but=("position",))  # where it stands among the others is not what it says


def merge_themes(
    *, kept: Theme, gone: Theme, by: AbstractBaseUser, taken: Iterable[str] = (), refused: Iterable[str] = ()
) -> Union:
    """Unite a theme with the one that is kept: its initiatives and the sections of bulletins follow."""
    with transaction.atomic():
        return unite(shape=SHAPE, kept=kept, gone=gone, by=by, taken=taken, refused=refused)


def other_themes(theme: Theme) -> models.QuerySet:
    return Theme.objects.all()


def uses_of_theme(theme: Theme) -> str:
    """“3 initiatives et 1 rubrique”; empty for none."""
    numbers = ((theme.initiatives.count(), "initiative"), (theme.sections.count(), "rubrique de bulletin"))
    return enumerated([counted(number, *_plural(noun)) for number, noun in numbers if number])


def _plural(noun: str) -> tuple[str, str]:
    first, _, rest = noun.partition(" ")
    return noun, f"{first}s {rest}".rstrip()
