"""In which initiatives a person or a contact appears: attached, or in the text."""

from __future__ import annotations

from collections.abc import Iterable

from initiatives.correcting.models import Correction
from initiatives.correcting.panel import correction_url
from initiatives.finding.models import SearchedText
from initiatives.models import Initiative
from organisations.appearances import Appearance, Row, likely, link_to, needle_of, tells
from organisations.models import Person


def in_initiatives(row: Row) -> Iterable[Appearance]:
    """In three queries."""
    attached = set(row.initiatives.values_list("pk", flat=True))
    needle, is_number = needle_of(row)
    # As `likely` would sieve title and text, by the index.
    told = SearchedText.objects.holding(**{"digits" if is_number else "texts": needle}).values_list("pk", flat=True)
    rows = Initiative.objects.filter(pk__in={*attached, *told}).only("title", "summary", "status")
    for one in rows.order_by("pk"):
        is_told = tells(row, one.title) or tells(row, one.summary)
        if one.pk not in attached and not is_told:
            continue
        ways = (
            ["parmi ses personnes" if isinstance(row, Person) else "parmi ses contacts"] if one.pk in attached else []
        )
        ways += ["dans son texte"] if is_told else []
        yield Appearance("Initiative", one.title, link_to(one), f"{', '.join(ways)} ; {one.get_status_display()}")


def in_corrections(row: Row) -> Iterable[Appearance]:
    """In one query; a proposal stays after its decision."""
    rows = Correction.objects.select_related("initiative").defer("initiative__search_vector")
    for correction in likely(row, rows, "changes", "reason"):
        if any(tells(row, text) for text in [*correction.texts, correction.reason]):
            way = "dans une proposition de correction"
            yield Appearance("Proposition de correction", str(correction.initiative), correction_url(correction), way)
