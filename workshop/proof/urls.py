"""Pages of the proof, under `/admin/atelier/`."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from workshop.proof import outside_views, views

seen = admin.site.admin_view

urlpatterns = [
    path("couverture/", seen(views.coverage), name="coverage"),
    path("<int:bulletin>/remarques/", seen(views.checks), name="checks"),
    path("<int:bulletin>/remarques/corriger/", seen(views.mend), name="mend"),
    path("<int:bulletin>/remarques/annuler/", seen(views.undo), name="undo_mend"),
    path("<int:bulletin>/bon-a-tirer/", seen(views.proof), name="proof"),
    path("<int:bulletin>/apercu/", seen(views.preview), name="preview"),
    path("<int:bulletin>/epreuve.pdf", seen(views.proof_pdf), name="proof_pdf"),
    path("<int:bulletin>/relecteurs/", seen(outside_views.links), name="proof_links"),
    path("<int:bulletin>/relecteurs/fermer/", seen(outside_views.revoke), name="revoke_proof"),
    path("<int:bulletin>/relecteurs/traiter/", seen(outside_views.resolve), name="resolve_remark"),
]
