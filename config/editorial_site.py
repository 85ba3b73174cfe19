"""The back office, “Espace rédaction”."""

from __future__ import annotations

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import quote

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth.decorators import login_not_required
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.cache import never_cache

from backoffice.access.factors.entering import give_code
from backoffice.access.factors.keys.pages import challenge_to_add, challenge_to_prove, own_keys
from backoffice.access.factors.pages import codes_as_text, own_factor
from backoffice.access.login import LoginForm, LogInView
from backoffice.access.provider.leaving import lead_there, log_out_there
from backoffice.access.provider.urls import provider_urls
from backoffice.access.proving import give_proof
from backoffice.access.resuming import ask_to_log_in, can_resume, log_in_and_resume
from backoffice.journal.kinds import Kind
from backoffice.journal.leading import may_read
from backoffice.journal.pages import journal, journal_csv
from backoffice.journal.writing import note
from backoffice.lists.pages import UncountedPaginator
from communes.sectors import sector_of
from config.account import close, own_account
from config.state.page import state
from config.state.watching import badge
from config.today import today
from french.invisible import INVISIBLE, visible
from ledger.retention.page import urls as retention_urls

# What officers open every day, in the order in which they think of it; the rest is on the first page.
DAILY = (
    ("initiatives", "initiative", "Initiatives"),
    ("bulletins", "bulletin", "Bulletins"),
    ("documents", "documentimport", "Imports"),
    ("organisations", "organisation", "Organisations"),
    ("organisations", "contact", "Contacts"),
    ("organisations", "person", "Personnes"),
    ("communes", "commune", "Communes"),
    ("communes", "area", "Territoires"),
)

# Addresses that pages of the back office once had, kept for bookmarks and for links in mails.
MOVED = {"bulletins/documentimport/": "documents/documentimport/"}


class ChoicesView(AutocompleteJsonView):
    """Choices with what tells like names apart: “Calaisis — secteur d’usage”; none that was united with another."""

    def get_queryset(self) -> models.QuerySet:
        self.request.is_choosing = True  # a page of choices is shown, and nothing is counted
        rows = super().get_queryset().prefetch_related(None)  # a label shows nothing of what is attached
        return rows.filter(merged_into=None) if hasattr(rows.model, "merged_into") else rows

    def get_paginator(self, *args: Any, **kwargs: Any) -> UncountedPaginator:
        return UncountedPaginator(*args, **kwargs)

    def serialize_result(self, obj: models.Model, to_field_name: str) -> dict[str, str]:
        label = getattr(self.model_admin, "autocomplete_label", str)
        return {"id": str(getattr(obj, to_field_name)), "text": label(obj)}


class EditorialSite(admin.AdminSite):
    site_header = "Espace rédaction"
    site_title = "Espace rédaction"
    index_title = "Aujourd’hui"
    empty_value_display = "—"
    enable_nav_sidebar = False
    login_form = LoginForm

    def get_urls(self) -> list[URLPattern]:
        moved = [path(f"{old}<path:rest>", _moved(new)) for old, new in MOVED.items()]
        moved += [path(old, _moved(new)) for old, new in MOVED.items()]
        account = path("compte/", self.admin_view(own_account), name="account")
        closing = path("compte/fermer/", self.admin_view(close), name="close_session")
        own = [
            account,
            closing,
            path("journal/", self.admin_view(journal), name="journal"),
            path("journal/export.csv", self.admin_view(journal_csv), name="journal_csv"),
            path("etat/", self.admin_view(state), name="state"),
            *(path(at, self.admin_view(view), name=name) for at, view, name in retention_urls),
            path("compte/second-facteur/", self.admin_view(own_factor), name="factor"),
            path("compte/second-facteur/codes/", self.admin_view(codes_as_text), name="factor_codes"),
            path("compte/cles/", self.admin_view(own_keys), name="keys"),
            path("compte/cles/defi/", self.admin_view(challenge_to_add), name="key_challenge_to_add"),
            path("confirmer/", self.admin_view(give_proof), name="prove"),
            path("code/", give_code, name="code"),
            path("code/cle/", challenge_to_prove, name="key_challenge"),
            path("reprise/", log_in_and_resume, name="resume"),
            *provider_urls(self.admin_view),
        ]
        return [*own, *moved, *super().get_urls()]

    @method_decorator(never_cache)
    @login_not_required
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django’s own, with a view that asks for the second factor before it lets anyone in."""
        if request.method == "GET" and self.has_permission(request):
            return HttpResponseRedirect(reverse("admin:index"))
        context = {
            **self.each_context(request),
            "title": "Connexion",
            "subtitle": None,
            "app_path": request.get_full_path(),
            "username": request.user.get_username(),
            **(extra_context or {}),
        }
        if "next" not in request.GET and "next" not in request.POST:
            context["next"] = reverse("admin:index")
        return LogInView.as_view(
            extra_context=context, authentication_form=self.login_form, template_name="admin/login.html"
        )(request)

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:
        """As ever, but what is typed survives a session that ended meanwhile."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if can_resume(request):
                return ask_to_log_in(request)
            if request.method == "POST":
                _leave_out_what_is_not_seen(request)
            return guarded(request, *args, **kwargs)

        return update_wrapper(inner, guarded)

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Where a provider opened the session, it closes its own too."""
        there = log_out_there(request)
        response = super().logout(request, extra_context)
        return lead_there(request, there) if there and request.method == "POST" else response

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        return {**super().each_context(request), "daily": self._daily(request)}

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Django’s page, whose form cannot be another one; a change is told in the journal, in one transaction."""
        with transaction.atomic():
            response = super().password_change(request, extra_context)
            if request.method == "POST" and response.status_code == 302:
                note(Kind.PASSWORD_CHANGED, by=request.user, about=request.user)
        return response

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        sector = sector_of(request.user)
        is_mine = sector is not None and "secteur" in request.GET
        shown = today(request.user, sector=sector if is_mine else None)
        told = {"has_sector": sector is not None, "is_sector": is_mine}
        if may_read(request.user):
            told |= {"may_watch": True, "service_badge": badge(timezone.now())}
        return super().index(request, {**shown, **told, **(extra_context or {})})

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        return ChoicesView.as_view(admin_site=self)(request)

    def _daily(self, request: HttpRequest) -> list[dict[str, Any]]:
        links = []
        for app, model, label in DAILY:
            if request.user.is_active and request.user.has_perm(f"{app}.view_{model}"):
                url = reverse(f"{self.name}:{app}_{model}_changelist")
                # Sections and the workshop are pages of bulletins, under addresses of their own; but what is
                # written for no bulletin is an initiative.
                page = request.path.replace("/bulletins/section/", "/bulletins/bulletin/")
                if "bulletin" not in request.GET:
                    page = page.replace("/admin/atelier/ecrire/", "/admin/initiatives/initiative/")
                page = page.replace("/admin/atelier/", "/admin/bulletins/bulletin/")
                links.append({"url": url, "label": label, "is_current": page.startswith(url)})
        return links


def _moved(new: str) -> Callable[..., HttpResponse]:
    """Leads to where a page is today; what a form sends goes along."""

    def lead(request: HttpRequest, rest: str = "") -> HttpResponse:
        target = f"{reverse('admin:index')}{new}{quote(rest)}"
        query = request.META.get("QUERY_STRING", "")
        is_read = request.method in ("GET", "HEAD")
        return HttpResponsePermanentRedirect(f"{target}?{query}" if query else target, preserve_request=not is_read)

    return lead


def _leave_out_what_is_not_seen(request: HttpRequest) -> None:
    """In all that was typed. A password is compared as it is, at the login as well."""
    sent = request.POST
    unseen = {name for name, values in sent.lists() if "password" not in name and any(map(INVISIBLE.search, values))}
    if unseen:
        sent = sent.copy()
        for name in unseen:
            sent.setlist(name, [visible(value) for value in sent.getlist(name)])
        request.POST = sent
