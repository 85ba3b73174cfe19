from django.urls import include, path

from bench.site.floor import floor
from bench.site.plain import plain

urlpatterns = [
    path("_banc/plancher/", floor),
    path("_banc/orm/", plain),
    path("", include("config.urls")),
]
