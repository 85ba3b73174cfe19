"""Accounts, territory and series of a new database, made by the product's own services."""

from __future__ import annotations

from django.db.models import F

from bench.content.reference import Reference
from bulletins.demonstration.accounts import ACCOUNTS, make_account
from bulletins.models import Series
from communes.models import Area, Commune
from communes.services import load_customary_areas, load_territory
from initiatives.models import Theme

DEPARTMENT = "62"


def prepare_reference() -> Reference:
    """The Pas-de-Calais with its 887 communes, the three accounts of the demonstration, one main series."""
    users = {account.username: make_account(account)[0] for account in ACCOUNTS}
    load_territory(department_codes=[DEPARTMENT], name="le banc d’essai", publisher="Banc d’essai", by=users["edition"])
    load_customary_areas(department_codes=[DEPARTMENT], by=users["edition"])
    series = Series.objects.create(
        name="Le territoire solidaire", is_main=True, signatory_name="Le bureau", signatory_function="Banc d’essai"
    )
    peopled = Commune.objects.in_territory().order_by(F("population").desc(nulls_last=True), "pk")
    return Reference(
        communes=tuple(peopled.values_list("pk", flat=True)),
        epci=tuple(Area.objects.filter(kind=Area.Kind.EPCI).order_by("pk").values_list("pk", flat=True)),
        department=Area.objects.get(kind=Area.Kind.DEPARTMENT, code=DEPARTMENT).pk,
        themes=tuple(Theme.objects.order_by("pk").values_list("pk", flat=True)),
        series=series.pk,
        officer=users["redaction"].pk,
        editor=users["edition"].pk,
    )
