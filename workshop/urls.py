"""Pages of the workshop: within the back office, so that its login and its resuming of work hold here too."""

from __future__ import annotations

from django.contrib import admin
from django.urls import path

from workshop.talking.views import talk

app_name = "workshop"
urlpatterns = [
    path("echanges/<str:kind>/<int:pk>/", admin.site.admin_view(talk), name="talk"),
]
