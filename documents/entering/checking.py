"""What a model refuses of a row that a document or an officer told, said with the place where it can be mended."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import models

from documents.refusals import WritingRefused


@contextmanager
def refusing(where: str) -> Iterator[None]:
    """The model's refusal as WritingRefused, after `where`."""
    try:
        yield
    except ValidationError as error:
        raise WritingRefused(f"{where} : " + " ".join(error.messages)) from None


def save_checked(row: models.Model, where: str) -> None:
    """Check one row by all its rules, then save it."""
    with refusing(where):
        row.full_clean()
    row.save()


def check_alone(row: models.Model, where: str, *, apart_from: Iterable[str] = ()) -> None:
    """Check what a row says by itself, without a query: it is written with others, once these have their keys.

    What it may not share with another row is the caller's to look for, all at once; the database has the last word.
    """
    with refusing(where):
        row.full_clean(exclude=[*apart_from, *_relations(row)], validate_unique=False, validate_constraints=False)


def check_fields(row: models.Model, where: str, *, apart_from: Iterable[str] = ()) -> None:
    """The same of its fields only, for a model whose `clean` asks the database."""
    with refusing(where):
        row.clean_fields(exclude=[*apart_from, *_relations(row)])


def _relations(row: models.Model) -> list[str]:
    return [field.name for field in row._meta.concrete_fields if field.is_relation]
