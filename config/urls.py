from django.contrib import admin
from django.urls import include, path
from django.views.generic import TemplateView

from bulletins.sitemaps import BulletinSitemap
from config import views
from directory.outputs.sitemaps import SITEMAPS
from directory.views.sitemap import site_map, site_map_part

handler400 = "config.limits.sizes.bad_request"
handler403 = "config.refusing.handlers.forbidden"
handler404 = "config.refusing.handlers.missing"
handler500 = "config.replicas.middleware.failed"

ALL_SITEMAPS = SITEMAPS | {"bulletins": BulletinSitemap}

urlpatterns = [
    path("", include("directory.urls")),
    path("bulletins/", include("bulletins.urls")),
    path("organisations/", include("directory.urls_organisations")),
    path("communes/", include("directory.urls_communes")),
    path("epreuves/", include("workshop.urls_public")),
    path("admin/mot-de-passe/", include("config.urls_passwords")),
    path("admin/atelier/", include("workshop.urls")),
    path("admin/registre/", include("ledger.urls")),
    path("admin/", admin.site.urls),
    path("sitemap.xml", site_map, {"sitemaps": ALL_SITEMAPS}, name="sitemap"),
    path("sitemap-<slug:section>.xml", site_map_part, {"sitemaps": ALL_SITEMAPS}, name="sitemap_part"),
    path("robots.txt", TemplateView.as_view(template_name="robots.txt", content_type="text/plain"), name="robots"),
    path("healthz", views.healthz, name="healthz"),
    path(".well-known/security.txt", views.security_txt, name="security_txt"),
    path("mentions-legales/", views.legal, name="legal"),
    path("accessibilite/", views.accessibility, name="accessibility"),
    path("donnees-ouvertes/", views.open_data, name="open_data"),
]
