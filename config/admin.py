"""Accounts and their roles in the back office."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminEmailInputWidget
from django.contrib.auth.admin import GroupAdmin, UserAdmin  # importing it registers the stock pages, replaced below
from django.contrib.auth.forms import UserChangeForm
from django.contrib.auth.models import Group, User
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html_join
from django_otp.plugins.otp_static import admin as _static  # noqa: F401 (the same)
from django_otp.plugins.otp_static.models import StaticDevice
from django_otp.plugins.otp_totp import admin as _totp  # noqa: F401 (the same)
from django_otp.plugins.otp_totp.models import TOTPDevice
from django_tasks_db import admin as _queue  # noqa: F401 (importing it registers the stock page, removed below)
from django_tasks_db.models import DBTaskResult

from backoffice.access.accounts import InvitationRefused, invite
from backoffice.access.factors.accounts import factors_of, with_factors
from backoffice.access.factors.resetting import ResetFactor
from backoffice.access.proving import AsksProof, with_proof
from backoffice.access.unlinking import UnlinkAccount
from backoffice.acts import Act, ActsPage
from backoffice.editorial import EditorialAdmin, EditorialInline
from backoffice.journal.accounts import NotedGivenPasswordForm, note_account, note_roles, roles_of
from backoffice.journal.kinds import Kind
from bulletins.reach.acts import entrust_series
from bulletins.reach.forms import FIELD as KEPT_SERIES
from bulletins.reach.forms import KeptSeries, has_several_series
from communes.sectors import Sector
from communes.site import site_url

VERBS = {
    "view": "voir",
    "add": "ajouter",
    "change": "modifier",
    "delete": "supprimer",
    "publish": "publier",
    "withdraw": "retirer",
}

admin.site.unregister([User, Group])
admin.site.unregister([TOTPDevice, StaticDevice])  # nobody reads the secret of another
admin.site.unregister(DBTaskResult)  # nothing there is for officers: what failed is told where it was asked for


class NewAccountForm(KeptSeries):
    """A new account has no password: its person chooses one by the link of the invitation."""

    email = forms.EmailField(
        label="Courriel",
        widget=AdminEmailInputWidget,
        help_text="L’invitation à choisir un mot de passe y est envoyée.",
    )

    class Meta:
        model = User
        fields = ("username", "first_name", "last_name", "email", "groups")

    def save(self, commit: bool = True) -> User:
        account = super().save(commit=False)
        account.set_unusable_password()
        if commit:
            account.save()
            self.save_m2m()
        return account


class AccountForm(KeptSeries, UserChangeForm):
    """An account with the series that it is limited to."""


class SectorInline(EditorialInline):
    """Whoever may change an account gives it its sector."""

    model = Sector
    fields = ("communes", "areas")
    autocomplete_fields = ("communes", "areas")
    verbose_name = "son secteur"
    verbose_name_plural = "son secteur"
    max_num = 1
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.has_perm("auth.view_user")

    def has_add_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.has_perm("auth.change_user")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return request.user.has_perm("auth.change_user") and _may_touch(request, obj)

    def formfield_for_manytomany(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "communes":
            field.help_text = "Facultatif. Un filtre, « mon secteur », dans ses listes : il n’ôte aucun droit."
        return field


class InviteAgain(Act):
    slug = "inviter"
    label = "Renvoyer l’invitation"
    refusal = InvitationRefused

    def is_offered(self, row: User) -> bool:
        return row.is_active and not row.has_usable_password()

    def explanation(self, row: User) -> str:
        if not settings.MAIL_IS_SET:
            return (
                "Le courrier n’est pas réglé sur ce site\u00a0: un nouveau lien sera montré, à transmettre vous-même."
            )
        return f"Un nouveau lien pour choisir un mot de passe sera envoyé à {row.email or 'une adresse à compléter'}."

    def perform(self, row: User, data: dict[str, Any], by: Any) -> str:
        return invite(account=row, by=by, site=data["site"])


@admin.register(User)
class AccountAdmin(AsksProof, ActsPage, EditorialAdmin, UserAdmin):
    """Accounts. Only a superuser makes a superuser, or changes one.

    “Statut équipe” is not asked for: the database derives it from the roles (migration backoffice.0001).
    """

    add_label = "Nouveau compte"
    list_display = ("username", "full_name", "email", "roles", "second_factor", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    search_columns = ("username", "first_name", "last_name", "email")
    search_help_text = "Identifiant, nom ou courriel ; les accents ne comptent pas."
    filter_horizontal = ()
    readonly_fields = ("second_factor", "last_login", "date_joined")
    fieldsets = (
        ("Qui", {"fields": ("username", "password", ("first_name", "last_name"), "email", "second_factor")}),
        ("Rôle", {"fields": ("is_active", "groups")}),
        ("Dates", {"fields": ("last_login", "date_joined")}),
    )
    deletion_kind = Kind.ACCOUNT_DELETED
    change_password_form = NotedGivenPasswordForm
    add_form_template = None
    form = AccountForm
    add_form = NewAccountForm
    add_fieldsets = (
        ("Qui", {"fields": ("username", ("first_name", "last_name"), "email")}),
        ("Rôle", {"fields": ("groups",)}),
    )
    acts = (InviteAgain(), ResetFactor(), UnlinkAccount())
    inlines = (SectorInline,)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return with_factors(super().get_queryset(request)).prefetch_related("groups")

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if has_several_series():
            fieldsets = (*fieldsets[:2], ("Bulletins", {"fields": (KEPT_SERIES,)}), *fieldsets[2:])
        if obj and request.user.is_superuser:
            return (*fieldsets, ("Tous les droits", {"fields": ("is_superuser",)}))
        return fieldsets

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _may_touch(request, obj)

    def formfield_for_manytomany(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **kwargs)
        if db_field.name == "groups":
            field.label = "rôles"
            field.help_text = (
                "« rédaction » écrit, « édition » publie, « administration » règle. Un rôle ouvre l’espace rédaction ; "
                "sans rôle, le compte ne peut pas s’y connecter."
            )
        return field

    def save_model(self, request: HttpRequest, obj: User, form: forms.ModelForm, change: bool) -> None:
        """The line of a new account comes before those of its roles."""
        super().save_model(request, obj, form, change)
        note_account(form, by=request.user, is_new=not change)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        before = roles_of(form.instance)
        super().save_related(request, form, formsets, change)
        note_roles(form.instance, before, by=request.user)
        if KEPT_SERIES in form.fields:
            entrust_series(account=form.instance, series=form.cleaned_data[KEPT_SERIES], by=request.user)

    def perform_act(self, request: HttpRequest, act: Act, row: User, data: dict[str, Any]) -> bool:
        return super().perform_act(request, act, row, data | {"site": site_url(request)})

    def response_add(self, request: HttpRequest, obj: User, post_url_continue: str | None = None) -> HttpResponse:
        request.opened_account = obj
        return super().response_add(request, obj, post_url_continue)

    def add_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The account is committed when the invitation leaves: no mail for an account that is not there."""
        response = super().add_view(request, *args, **kwargs)
        if account := getattr(request, "opened_account", None):
            try:
                self.message_user(request, invite(account=account, by=request.user, site=site_url(request)))
            except InvitationRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
        return response

    def user_change_password(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return with_proof(super().user_change_password)(request, *args, **kwargs)

    @admin.display(description="second facteur")
    def second_factor(self, row: User) -> str:
        return "en place" if factors_of(row) else "—"

    @admin.display(description="nom")
    def full_name(self, row: User) -> str:
        return row.get_full_name()

    @admin.display(description="rôles")
    def roles(self, row: User) -> str:
        names = [group.name for group in row.groups.all()]
        return ", ".join(["superutilisateur", *names] if row.is_superuser else names)


@admin.register(Group)
class RoleAdmin(EditorialAdmin, GroupAdmin):
    """The roles are made by a migration: they are read here, and given to people in their account."""

    list_display = ("name", "members")
    search_columns = ("name",)
    filter_horizontal = ()
    fields = ("name", "members", "rights")
    readonly_fields = ("name", "members", "rights")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return False

    @admin.display(description="comptes")
    def members(self, row: Group) -> str:
        return ", ".join(user.username for user in row.user_set.order_by("username"))

    @admin.display(description="ce que ce rôle permet")
    def rights(self, row: Group) -> str:
        verbs: dict[str, list[str]] = defaultdict(list)
        for permission in row.permissions.select_related("content_type"):
            verb = permission.codename.partition("_")[0]
            verbs[permission.content_type.name].append(VERBS.get(verb, verb))
        return format_html_join(
            "\n", "<p>{} : {}</p>", ((name, ", ".join(done)) for name, done in sorted(verbs.items()))
        )


def _may_touch(request: HttpRequest, account: User | None) -> bool:
    return account is None or request.user.is_superuser or not account.is_superuser
