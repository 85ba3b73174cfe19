"""Pages of the proof, under `/admin/atelier/`."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from workshop.proof import views

seen = admin.site.admin_view

urlpatterns = [
    path("<int:bulletin>/remarques/", seen(views.checks), name="checks"),
    path("<int:bulletin>/remarques/corriger/", seen(views.mend), name="mend"),
    path("<int:bulletin>/remarques/annuler/", seen(views.undo), name="undo_mend"),
    path("<int:bulletin>/bon-a-tirer/", seen(views.proof), name="proof"),
]
