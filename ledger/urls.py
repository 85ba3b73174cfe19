"""Pages of the ledger: within the back office, so that its login holds here too."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from ledger.register import views

guarded = admin.site.admin_view

app_name = "ledger"
urlpatterns = [
    path("", guarded(views.register), name="register"),
    path("<slug:kind>/<int:key>/", guarded(views.entry), name="entry"),
    path("<slug:kind>/<int:key>/extrait.<slug:form>", guarded(views.extract), name="extract"),
]
