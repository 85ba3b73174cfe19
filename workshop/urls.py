"""Pages of the workshop: within the back office, so that its login and its resuming of work hold here too."""

from __future__ import annotations

from django.urls import include, path

app_name = "workshop"
urlpatterns = [
    path("", include("workshop.proof.urls")),
]
