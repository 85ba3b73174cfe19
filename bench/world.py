"""What the bench reads of a loaded database through the product's models: words, places, pages, an open session."""

from __future__ import annotations

import json
from pathlib import Path

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import Count, Max
from django.test import Client as Browser
from django.urls import reverse

from backoffice.access.factors.accounts import BACKEND
from bench.cases import Contents, read_contents
from bulletins.models import Bulletin, Section
from communes.models import Area, Commune
from initiatives.models import Initiative, Place, Theme

EDITOR = "edition"
WORD = "masques"


def contents_of(folder: Path) -> Contents:
    named = Place.objects.filter(initiative__status="published").order_by().values("commune").annotate(n=Count("pk"))
    communes = named.order_by("-n", "commune").values_list("commune", flat=True)
    return read_contents(folder, themes=list(Theme.objects.values_list("slug", flat=True)), communes=list(communes))


def session_cookie() -> str:
    """The cookie of an editor who has logged in; the session stays in the database of the bench."""
    browser = Browser()
    browser.force_login(User.objects.get(username=EDITOR), backend=BACKEND)
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def floor_pages() -> list[str]:
    """Eight pages of the floor, spread over the initiatives."""
    last = Initiative.objects.aggregate(last=Max("pk"))["last"]
    return [f"/_banc/plancher/?premiere={max(1, last * part // 9 - 20)}" for part in range(1, 9)]


def public_pages() -> dict[str, list[str]]:
    """Pages beside the directory, by the name of their case; a few of each kind."""
    communes = Commune.objects.filter(places__initiative__status="published").annotate(n=Count("pk"))
    numbers = Bulletin.objects.published().filter(kind="numbered").order_by("-number")
    initiatives = Initiative.objects.published().defer("search_vector").order_by("-pk")[:4]
    return {
        "home": ["/"],
        "commune page": [commune.get_absolute_url() for commune in communes.order_by("-n", "pk")[:4]],
        "theme page": [theme.get_absolute_url() for theme in Theme.objects.filter(initiatives__status="published")[:4]],
        "initiative page": [initiative.get_absolute_url() for initiative in initiatives],
        "bulletin page": [bulletin.get_absolute_url() for bulletin in numbers.select_related("series")[:4]],
        "archive": [reverse("bulletins:archive")],
        "feed": [reverse("bulletins:feed"), reverse("initiatives:atom")],
        "sitemap": [reverse("sitemap")],
        "suggestions": [f"{reverse('initiatives:suggest')}?q={word}" for word in ("mas", "repa", "cale", "len")],
    }


def office_pages() -> dict[str, list[str]]:
    """Pages of the back office, by the name of their case."""
    initiatives = Initiative.objects.published().order_by("-pk").values_list("pk", flat=True)[:4]
    section = Section._meta
    entry = section.get_field("entries").related_model._meta
    term = f"app_label={entry.app_label}&model_name={entry.model_name}&field_name=initiative&term={WORD[:5]}"
    return {
        "office: first page": [reverse("admin:index")],
        "office: initiatives": [reverse("admin:initiatives_initiative_changelist")],
        "office: organisations": [reverse("admin:organisations_organisation_changelist")],
        "office: bulletins": [reverse("admin:bulletins_bulletin_changelist")],
        "office: search": [f"{reverse('admin:initiatives_initiative_changelist')}?q={WORD}"],
        "office: autocomplete": [f"{reverse('admin:autocomplete')}?{term}"],
        "office: change form": [reverse("admin:initiatives_initiative_change", args=[pk]) for pk in initiatives],
    }


def write_keys(folder: Path) -> Path:
    """For peers, which do not know the database: themes by key, the areas that hold each commune."""
    path = folder / "keys.json"
    holding: dict[str, list[int]] = {}
    for commune, area in Area.communes.through.objects.order_by("pk").values_list("commune", "area"):
        holding.setdefault(commune, []).append(area)
    path.write_text(
        json.dumps({"themes": dict(Theme.objects.values_list("pk", "slug")), "areas": holding}), encoding="utf-8"
    )
    return path
