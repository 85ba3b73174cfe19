"""Pages of the workshop: within the back office, so that its login and its resuming of work hold here too."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from workshop.writing import views as writing

guarded = admin.site.admin_view

app_name = "workshop"
urlpatterns = [
    path("ecrire/", guarded(writing.write), name="write"),
    path("comprendre/", guarded(writing.understand_text), name="understand"),
    path("repere/", guarded(writing.make_chip), name="chip"),
    path("connus/", guarded(writing.known_rows), name="known"),
]
