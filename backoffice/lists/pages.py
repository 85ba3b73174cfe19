"""Lists whose cost does not grow with the table: keys first, then the rows of one page; counts that stop."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, PageNotAnInteger, Paginator
from django.db.models import F, Model, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from french.wording import NBSP, number

MOST_COUNTED = 10_000
A_KEY = 1_234_567_890


class MoreThan(int):
    """A count that was stopped, one past the most: written “plus de 10 000”, compared as the number that it passed."""

    def __str__(self) -> str:
        return f"plus de{NBSP}{number(int(self) - 1)}"


def counted_rows(rows: QuerySet, *, most: int) -> int:
    """How many rows there are; beyond `most` they are not read any further, and the answer is a `MoreThan`."""
    found = rows.order_by().values("pk")[: most + 1].count()
    return MoreThan(found) if found > most else found


class CountingPaginator(Paginator):
    """Counts a whole table, which costs little; what is filtered is counted as far as anybody turns pages."""

    most = MOST_COUNTED

    @cached_property
    def count(self) -> int:
        is_whole = not self.object_list.query.where
        return self.object_list.order_by().count() if is_whole else counted_rows(self.object_list, most=self.most)

    def know(self, found: int) -> None:
        """The count, by who has looked already: it is not asked for again. Past the most, one more stands for all."""
        self.count = MoreThan(self.most + 1) if found > self.most else found


class UncountedPage(Page):
    """A page that knows whether another follows, and not how many do."""

    def __init__(self, rows: list[Any], number: int, paginator: Paginator, *, is_last: bool) -> None:
        super().__init__(rows, number, paginator)
        self.is_last = is_last

    def has_next(self) -> bool:
        return not self.is_last


class UncountedPaginator(Paginator):
    """Pages that are only turned forward: one key more than shown is read, none is counted. The rows come without what
    lists compute and fetch beside them."""

    def validate_number(self, number: Any) -> int:
        try:
            return max(1, int(number))
        except (TypeError, ValueError):
            raise PageNotAnInteger("Cette page n’existe pas.") from None

    def page(self, number: Any) -> UncountedPage:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        keys = list(self.object_list.values_list("pk", flat=True)[start : start + self.per_page + 1])
        rows = self.object_list.model._default_manager.all()
        rows.query.select_related = self.object_list.query.select_related
        shown = rows_in_order(rows, keys[: self.per_page])
        return UncountedPage(shown, number, self, is_last=len(keys) <= self.per_page)


class EditorialChangeList(ChangeList):
    """A list that finds the keys of one page, then reads these rows alone with all that is shown of them."""

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        """As ever, but rows without a value come last in a falling order too: PostgreSQL puts them first."""
        empty = {field.name for field in self.lookup_opts.concrete_fields if field.null and not field.is_relation}
        annotated = set(queryset.query.annotations)
        return [
            # Only where a value may lack: an index runs both ways, but not with its empty rows moved.
            F(one[1:]).desc(nulls_last=True)
            if isinstance(one, str) and one.startswith("-") and one[1:] in empty | annotated
            else one
            for one in super().get_ordering(request, queryset)
        ]

    @cached_property
    def _around_key(self) -> list[str]:
        """The address of a form, before the key and after it."""
        return super().url_for_result(SimpleNamespace(**{self.pk_attname: A_KEY})).split(str(A_KEY))

    def url_for_result(self, result: Model) -> str:
        """As ever; but where keys are numbers, the address is looked up once and not for each row."""
        key = getattr(result, self.pk_attname)
        return str(key).join(self._around_key) if isinstance(key, int) else super().url_for_result(result)

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = rows_in_order(
            self.apply_select_related(self.root_queryset), list(self.result_list.values_list("pk", flat=True))
        )


def rows_in_order(rows: QuerySet, keys: list[Any]) -> list[Any]:
    """The rows of these keys in this order, in one query: what is joined or computed is so for them alone."""
    found = {row.pk: row for row in rows.order_by().filter(pk__in=keys)}
    return [found[key] for key in keys if key in found]


class TypedFilter(admin.ListFilter):
    """A filter by a row of which there are too many to list: its name is typed, with or without a script."""

    template = "backoffice/typed_filter.html"
    parameter_name = ""
    help_text = ""

    def __init__(self, request: HttpRequest, params: dict[str, Any], model: Any, model_admin: Any) -> None:
        super().__init__(request, params, model, model_admin)
        self.typed = (params.pop(self.parameter_name, None) or [""])[-1].strip()
        if self.typed:
            self.used_parameters[self.parameter_name] = self.typed

    def has_output(self) -> bool:
        return True

    def expected_parameters(self) -> list[str]:
        return [self.parameter_name]

    def choices(self, changelist: ChangeList) -> list[dict[str, Any]]:
        """One: the field with what was typed, what else the address asks for, and the way back."""
        others = {name: value for name, value in changelist.params.items() if name != self.parameter_name}
        return [{"others": others, "clear": changelist.get_query_string(remove=[self.parameter_name])}]
