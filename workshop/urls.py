"""Pages of the workshop: within the back office, so that its login and its resuming of work hold here too."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from workshop.page import views as page

app_name = "workshop"
urlpatterns = [
    path("nouveau/", admin.site.admin_view(page.new), name="new"),
    path("<int:bulletin>/", admin.site.admin_view(page.page), name="page"),
    path("<int:bulletin>/a-placer/", admin.site.admin_view(page.to_place), name="to_place"),
    # Asked by the page's script: they answer 401 by themselves where a login page would be of no use.
    path("<int:bulletin>/bloc/", page.save_block, name="save_block"),
    path("<int:bulletin>/ordre/", page.arrange_parts, name="arrange"),
    path("<int:bulletin>/presence/", page.ping, name="ping"),
    path("", include("workshop.proof.urls")),
]
