"""What must always hold of a row, said in one line each: the database refuses the rest, in French.

Names start with app and model, as `tests/test_architecture.py` and the messages of the forms expect.
"""

from __future__ import annotations

from typing import Any

from django.db.models import CheckConstraint, Q, UniqueConstraint

NAME = "%(app_label)s_%(class)s_{}"


def rule(name: str, condition: Q, message: str) -> CheckConstraint:
    """`condition` holds for every row."""
    return CheckConstraint(condition=condition, name=NAME.format(name), violation_error_message=message)


def implies(name: str, premise: Q, conclusion: Q, message: str) -> CheckConstraint:
    """Wherever `premise` holds, `conclusion` does. A premise that may be unknown (NULL) is met by no row."""
    return rule(name, ~premise | conclusion, message)


def together(name: str, fields: tuple[str, ...], message: str) -> CheckConstraint:
    """All of `fields` have a value, or none."""
    none, every = ({f"{field}__isnull": is_null for field in fields} for is_null in (True, False))
    return rule(name, Q(**none) | Q(**every), message)


def signed(act: str, message: str) -> CheckConstraint:
    """The moment of an act goes with its author: `published_at` with `published_by`."""
    return together(f"{act}_at_by_together", (f"{act}_at", f"{act}_by"), message)


def withdrawn_has_moment(message: str) -> CheckConstraint:
    """A row is withdrawn at a moment, and only a withdrawn row has one."""
    is_withdrawn = Q(status="withdrawn")
    return rule(
        "withdrawn_has_moment",
        Q(status="withdrawn", withdrawn_at__isnull=False) | (~is_withdrawn & Q(withdrawn_at__isnull=True)),
        message,
    )


def known(field: str, values: tuple[str, ...]) -> CheckConstraint:
    """`field` has one of `values`: those of its choices, which a test compares."""
    return rule(f"{field}_known", Q(**{f"{field}__in": values}), "Cette valeur n’est pas prévue.")


def leads_to_the_web(field: str, premise: Q) -> CheckConstraint:
    """Wherever `premise` holds, the address is one of the web: `javascript:` runs in the reader's browser."""
    is_web = Q(**{f"{field}__iregex": "^https?://[^[:space:]]+$"})
    message = "Cette adresse doit commencer par https:// ou http://."
    return implies(f"{field}_leads_to_the_web", premise, is_web, message)


def runs_nothing(field: str) -> CheckConstraint:
    """An address of a draft may be anything that was typed, but for what would run in the reader's browser."""
    runs = Q(**{f"{field}__iregex": "^[[:space:]]*(javascript|vbscript|data|blob|file):|[[:cntrl:]]"})
    return rule(f"{field}_runs_nothing", ~runs, "Cette adresse doit commencer par https:// ou http://.")


def unique(name: str, fields: tuple[str, ...], message: str, **options: Any) -> UniqueConstraint:
    """No two rows have the same `fields`; `options` are those of UniqueConstraint."""
    return UniqueConstraint(fields=fields, name=NAME.format(name), violation_error_message=message, **options)
