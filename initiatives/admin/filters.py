"""Filters of the list of initiatives; the first page counts by the same rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from communes.sectors import sector_of
from initiatives.freshness import to_check
from initiatives.sectors import in_sector
from initiatives.upkeep import (
    in_preparation,
    never_cited,
    to_correct,
    uncited,
    without_contact,
    without_organisation,
    without_place,
)


class RuleFilter(admin.SimpleListFilter):
    rules: dict[str, tuple[str, Callable[[models.QuerySet], models.QuerySet]]] = {}

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(value, label) for value, (label, _) in self.rules.items()]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        rule = self.rules.get(self.value())
        return rule[1](queryset) if rule else queryset


class LackFilter(RuleFilter):
    title = "ce qui manque"
    parameter_name = "manque"
    rules = {
        "lieu": ("un lieu", without_place),
        "contact": ("un contact public", without_contact),
        "organisation": ("une organisation", without_organisation),
    }


class CitationFilter(RuleFilter):
    title = "parution"
    parameter_name = "parution"
    rules = {
        "jamais": ("jamais citée", never_cited),
        "aucune": ("dans aucun bulletin, même en préparation", uncited),
        "preparation": ("dans un bulletin en préparation", in_preparation),
    }


class CheckFilter(RuleFilter):
    title = "ce qui est à vérifier"
    parameter_name = "verifier"
    rules = {"oui": ("à vérifier", to_check)}


class CorrectionFilter(RuleFilter):
    title = "corrections"
    parameter_name = "correction"
    rules = {"proposee": ("avec une proposition en attente", to_correct)}


class SectorFilter(admin.SimpleListFilter):
    """“Mon secteur”, for those who have one. It takes no right away: the rest is a click further."""

    title = "secteur"
    parameter_name = "secteur"

    def __init__(self, request: HttpRequest, params: dict, model: type[models.Model], model_admin: Any) -> None:
        self.sector = sector_of(request.user)
        super().__init__(request, params, model, model_admin)

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [("oui", "mon secteur")] if self.sector else []

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return in_sector(queryset, self.sector) if self.sector and self.value() == "oui" else queryset
