"""The filters of the directory. Values of one filter mean “or”, filters together mean “and”."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from typing import Any, Self
from urllib.parse import urlencode

import django_filters
from django.db.models import F, FloatField, OuterRef, Q, QuerySet, Subquery, Value
from django.forms import Form
from django.http import QueryDict

from communes.models import Commune
from directory.citations import cited_in, with_told_on
from directory.finding import fields
from directory.finding.counting import counted, in_order
from directory.finding.fields import Chosen, RepeatedField, WordsField
from directory.finding.ground import DATABASE, Ground
from directory.finding.places import distance, farness, in_areas
from directory.finding.reading import Reading, read
from directory.finding.reasons import Holding, holding
from directory.finding.search import Words
from french.wording import long_date, shortened, typographic
from initiatives.models import Initiative, Participation, Place

RELEVANCE, NEWEST, BY_COMMUNE = "pertinence", "date", "commune"
SORTS = [(RELEVANCE, "pertinence"), (NEWEST, "date"), (BY_COMMUNE, "commune")]
DATE_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
LEGENDS = {
    "q": "Mots",
    "commune": "Commune",
    "territoire": "Territoire",
    "theme": "Thème",
    "type": "Qui agit",
    "bulletin": "Bulletin",
    "public": "Pour qui",
    "depuis": "Depuis le",
    "jusqua": "Jusqu’au",
}
DAYS = {"depuis", "jusqua"}
REPEATED = ("commune", "territoire", "theme", "type", "bulletin", "public")


class Lent(django_filters.Filter):
    """Every search has its own filters, which differ in nothing but whose they are."""

    def __deepcopy__(self, memo: dict) -> Self:
        return copy(self)


class DayFilter(Lent, django_filters.DateFilter):
    pass


class OrderFilter(Lent, django_filters.ChoiceFilter):
    """Sorts once, in `ordered()`: counts and facets must not carry an order."""

    def filter(self, qs: QuerySet, value: str) -> QuerySet:
        return qs


class RepeatedFilter(Lent):
    """One of several values, of the initiative or of what is attached to it; never gives a row twice."""

    field_class = RepeatedField

    def __init__(self, *, also: Q | None = None, **options: Any) -> None:
        self.also = also or Q()
        super().__init__(**options)

    def filter(self, qs: QuerySet, value: Chosen) -> QuerySet:
        if not value:
            return qs
        return qs.filter(pk__in=self.holding(list(value.labels)))

    def holding(self, values: list[str]) -> QuerySet:
        condition = Q(**{f"{self.field_name}__{self.lookup_expr}": values})
        return Initiative.objects.filter(condition & self.also).values("pk")


class CommuneFilter(RepeatedFilter):
    """Acting or benefiting in the commune, or covering it through an area or an EPCI."""

    def holding(self, values: list[str]) -> QuerySet:
        return Initiative.objects.reaching(*values).values("pk")


class TerritoryFilter(RepeatedFilter):
    """In the territory itself, or in one of its communes."""

    def holding(self, values: list[str]) -> QuerySet:
        return in_areas(*values)


class BulletinFilter(RepeatedFilter):
    def holding(self, values: list[str]) -> QuerySet:
        return cited_in(*values)


class WordsFilter(Lent):
    field_class = WordsField

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return self.parent.reading.narrow(qs)


class DirectoryFilter(django_filters.FilterSet):
    q = WordsFilter(field_name="search_vector", lookup_expr="exact")
    commune = CommuneFilter(field_name="places__commune", lookup_expr="in", known=fields.known_communes)
    territoire = TerritoryFilter(
        field_name="coverages__area__slug", lookup_expr="in", known=fields.known_areas, moved=fields.moved_areas
    )
    theme = RepeatedFilter(
        field_name="theme__slug", lookup_expr="in", known=fields.known_themes, moved=fields.moved_themes
    )
    type = RepeatedFilter(
        field_name="participations__organisation__kind",
        lookup_expr="in",
        known=fields.known_kinds,
        also=Q(participations__role__in=[Participation.Role.ACTOR, Participation.Role.PARTNER]),
    )
    bulletin = BulletinFilter(field_name="citations__bulletin", lookup_expr="in", known=fields.known_bulletins)
    public = RepeatedFilter(field_name="audiences__slug", lookup_expr="in", known=fields.known_audiences)
    depuis = DayFilter(field_name="told_on", lookup_expr="gte", input_formats=DATE_FORMATS)
    jusqua = DayFilter(field_name="told_on", lookup_expr="lte", input_formats=DATE_FORMATS)
    tri = OrderFilter(field_name="told_on", lookup_expr="exact", choices=SORTS)

    ground: Ground = DATABASE

    class Meta:
        model = Initiative
        fields: list[str] = []

    def __init__(self, data: Any) -> None:
        super().__init__(data, queryset=Initiative.objects.published())
        for name, option, known in self.known():
            setattr(self.form.fields[name], option, known)
        # The form tells what it could not read in `errors`; what it could is in `cleaned_data` and still applies.
        self.form.full_clean()
        self.values: dict[str, Any] = self.form.cleaned_data if self.form.is_bound else {}

    def get_form_class(self) -> type[Form]:
        """Made once: the fields of a search are copies of those of its class."""
        kind = type(self)
        if "_form_class" not in vars(kind):
            kind._form_class = super().get_form_class()
        return kind._form_class

    def known(self) -> Iterable[tuple[str, str, Callable]]:
        """(filter, option of its field, what knows its values better than the database)."""
        return ()

    @property
    def holding(self) -> Holding:
        """Which areas hold which communes."""
        return holding

    def other(self, query: str) -> DirectoryFilter:
        """Another search, answered by the same."""
        return DirectoryFilter(QueryDict(query))

    @cached_property
    def reading(self) -> Reading:
        """What was meant by the words. Costs queries, once; none without words."""
        return read(self.values.get("q") or Words(), self.ground)

    def narrowed(self, *, skip: Iterable[str] = ()) -> QuerySet:
        """The initiatives that pass all filters but those of `skip`, in no order."""
        asked = {name: value for name, value in self.values.items() if name not in skip and value not in (None, "")}
        # Only where it is asked for: whatever is counted carries it along, in Python and in PostgreSQL.
        rows = with_told_on(self.queryset) if DAYS & asked.keys() else self.queryset.all()
        for name, value in asked.items():
            rows = self.filters[name].filter(rows, value)
        return rows.order_by()

    def count(self, *, skip: Iterable[str] = ()) -> int:
        return self.narrowed(skip=skip).count()

    def option_counts(self, name: str) -> Iterable[tuple]:
        """The options of a filter, with what each would give beside the other filters."""
        return counted(name, self.narrowed(skip={name}).values("pk"))

    def options(self, name: str) -> Sequence[tuple]:
        """The same as a page lists them."""
        return in_order(self.option_counts(name), self.chosen(name), is_by_count=name != "bulletin")

    def chosen(self, name: str) -> Mapping[str, str]:
        """The values of a filter that may be repeated, with their labels."""
        return getattr(self.values.get(name), "labels", {})

    def results(self, shown: Callable[[QuerySet], QuerySet] | None = None) -> QuerySet:
        """The ordered result, rows of keys alone or each with what `shown` adds to it."""
        rows = self.ordered().only("pk")
        return shown(rows) if shown else rows

    def ordered(self) -> QuerySet:
        rows = with_told_on(self.narrowed())
        newest = [F("told_on").desc(nulls_last=True), "-pk"]
        if self.sort == BY_COMMUNE:
            return with_first_commune(rows).order_by(F("first_commune").asc(nulls_last=True), *newest)
        order = newest
        if self.sort == RELEVANCE:
            # What still goes on helps more than what is over, however well the latter is worded.
            rows = self.reading.rank(rows).annotate(is_over=Q(state=Initiative.State.OVER))
            order = ["-weight", "is_over", "-rank", *newest]
        if self.is_nearest_first:
            far = distance(list(Commune.objects.filter(pk__in=self.near))) if self.reading.is_around else None
            rows = rows.annotate(farness=farness(self.near), distance=far or Value(None, FloatField()))
            near = ["farness", F("distance").asc(nulls_last=True)]
            # With part of the words only, having more of them comes before being nearer.
            order = ["-weight", *near, *order[1:]] if self.sort == RELEVANCE else [*near, *order]
        return rows.order_by(*order)

    @property
    def is_nearest_first(self) -> bool:
        """What names a chosen commune comes before what reaches it through an area, unless a sort was asked for."""
        return bool(self.near) and not self.values.get("tri")

    @property
    def near(self) -> list[str]:
        """INSEE codes of the communes that were chosen or named."""
        return [*getattr(self.values.get("commune"), "labels", {}), *self.reading.communes]

    @property
    def sort(self) -> str:
        """What sorts the result; relevance means something only when words were searched."""
        wanted = self.values.get("tri") or (RELEVANCE if self.values.get("q") else NEWEST)
        return NEWEST if wanted == RELEVANCE and not self.values.get("q") else wanted

    @cached_property
    def parameters(self) -> list[tuple[str, str]]:
        """The address that gives this result, without what was not understood, always in the same order."""
        pairs = [("q", self.values["q"].text)] if self.values.get("q") else []
        pairs += [(name, value) for name in REPEATED for value in getattr(self.values.get(name), "labels", {})]
        pairs += [(name, self.values[name].isoformat()) for name in ("depuis", "jusqua") if self.values.get(name)]
        if self.values.get("tri") == self.sort:
            pairs.append(("tri", self.sort))
        return pairs

    @cached_property
    def active(self) -> list[tuple[str, str, str]]:
        """(parameter, value, label) of each filter that can be taken away."""
        labels = {"q": lambda text: f"« {text} »"}
        dates = {name: long_date(self.values[name]) for name in ("depuis", "jusqua") if self.values.get(name)}
        chosen = []
        for name, value in self.parameters:
            if name in REPEATED:
                chosen.append((name, value, typographic(self.values[name].labels[value])))
            elif name in dates or name in labels:
                chosen.append((name, value, dates.get(name) or typographic(labels[name](value))))
        return chosen

    @property
    def active_names(self) -> list[str]:
        return list(dict.fromkeys(name for name, _, _ in self.active))

    def query(self, *, without: tuple[str, str] | str | None = None, **changes: str | Sequence[str]) -> str:
        """A query string like the present one, without a pair or a whole parameter, with others instead."""
        pairs = [
            (name, value)
            for name, value in self.parameters
            if without not in (name, (name, value)) and name not in changes
        ]
        return urlencode(pairs + [(name, value) for name, value in changes.items() if value], doseq=True)

    @property
    def notices(self) -> list[str]:
        """What of the address was not followed, in words for the person who typed or followed it."""
        told = []
        words = self.values.get("q")
        if words and words.was_cut:
            told.append("Votre recherche était très longue : seuls ses premiers mots ont été cherchés.")
        if words is not None and not words and words.text:
            told.append(_unsearchable(words))
        for name in REPEATED:
            unknown = getattr(self.values.get(name), "unknown", [])
            if unknown:
                named = ", ".join(f"« {shortened(value, 40)} »" for value in unknown[:3])
                told.append(f"Le filtre « {LEGENDS[name]} » ne connaît pas {named} : il n’en est pas tenu compte.")
        for name in self.form.errors:
            if name in ("depuis", "jusqua"):
                told.append(
                    f"La date du filtre « {LEGENDS[name]} » n’est pas lisible (attendu : 2020-04-30 ou 30/04/2020) : "
                    "il n’en est pas tenu compte."
                )
            elif name == "tri":
                told.append("Ce tri n’existe pas : les résultats sont triés comme d’habitude.")
        since, until = self.values.get("depuis"), self.values.get("jusqua")
        if since and until and since > until:
            told.append("La date de début est après la date de fin : aucune initiative ne peut correspondre.")
        return told


def with_first_commune(initiatives: QuerySet) -> QuerySet:
    """Where it acts; where it is of use only when it acts in no commune by name."""
    first = Place.objects.filter(initiative=OuterRef("pk")).order_by("role", "commune__sort_key", "commune")
    return initiatives.annotate(
        first_commune=Subquery(first.values("commune__sort_key")[:1]),
        first_commune_name=Subquery(first.values("commune__name")[:1]),
    )


def _unsearchable(words: Any) -> str:
    if words.ignored:
        return f"« {shortened(words.text, 60)} » : ces mots sont trop courants pour être cherchés."
    return "Votre recherche ne contient ni lettre ni chiffre : il n’en est pas tenu compte."
