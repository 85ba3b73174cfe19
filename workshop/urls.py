"""Pages of the workshop: within the back office, so that its login and its resuming of work hold here too."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

from workshop.page import views as page
from workshop.pictures import views as pictures
from workshop.talking.views import talk
from workshop.writing import views as writing

guarded = admin.site.admin_view

app_name = "workshop"
urlpatterns = [
    path("ecrire/", guarded(writing.write), name="write"),
    path("comprendre/", guarded(writing.understand_text), name="understand"),
    path("repere/", guarded(writing.make_chip), name="chip"),
    path("connus/", guarded(writing.known_rows), name="known"),
    path("image/<int:initiative>/", guarded(pictures.picture), name="picture"),
    path("logo/", guarded(pictures.logo), name="logo"),
    path("nouveau/", guarded(page.new), name="new"),
    path("<int:bulletin>/", guarded(page.page), name="page"),
    path("<int:bulletin>/image/", guarded(pictures.bulletin_picture), name="bulletin_picture"),
    path("<int:bulletin>/a-placer/", guarded(page.to_place), name="to_place"),
    # Asked by the page's script: they answer 401 by themselves where a login page would be of no use.
    path("<int:bulletin>/bloc/", page.save_block, name="save_block"),
    path("<int:bulletin>/ordre/", page.arrange_parts, name="arrange"),
    path("<int:bulletin>/presence/", page.ping, name="ping"),
    path("echanges/<str:kind>/<int:pk>/", admin.site.admin_view(talk), name="talk"),
    path("", include("workshop.proof.urls")),
]
