"""Filters of the list of initiatives; the first page counts by the same rules."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from initiatives.freshness import to_check
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
