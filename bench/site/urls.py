from django.urls import include, path

from bench.site.floor import floor
from bench.site.plain import plain
from bench.site.ready import ready

urlpatterns = [
    path("_banc/plancher/", floor),
    path("_banc/orm/", plain),
    path("_banc/pret/", ready),
    path("", include("config.urls")),
]
