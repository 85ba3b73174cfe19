from django.contrib import admin
from django.urls import include, path

from config import views

urlpatterns = [
    path("", include("initiatives.urls")),
    path("bulletins/", include("bulletins.urls")),
    path("organisations/", include("initiatives.urls_organisations")),
    path("communes/", include("initiatives.urls_communes")),
    path("admin/", admin.site.urls),
    path("healthz", views.healthz, name="healthz"),
    path("mentions-legales/", views.legal, name="legal"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-ouvertes/", views.open_data, name="open_data"),
]
