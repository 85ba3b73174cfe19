from django.urls import path

from directory.views import exports
from directory.views.directory import directory
from directory.views.follow import follow
from directory.views.home import home
from directory.views.initiative import initiative
from directory.views.picture import picture
from directory.views.suggestions import suggest_ways
from directory.views.theme import theme

app_name = "initiatives"

urlpatterns = [
    path("", home, name="home"),
    path("initiatives/", directory, name="directory"),
    path("initiatives.csv", exports.csv, name="csv"),
    path("initiatives-chiffres.csv", exports.figures_csv, name="figures_csv"),
    path("initiatives.json", exports.json, name="json"),
    path("initiatives.geojson", exports.geojson, name="geojson"),
    path("initiatives.atom", exports.atom, name="atom"),
    path("initiatives/<int:pk>/", initiative),
    path("initiatives/<int:pk>-<slug:slug>/", initiative, name="initiative"),
    path("images/<str:sha256>-<int:width>.<str:kind>", picture, name="picture"),
    path("suivre/", follow, name="follow"),
    path("suggestions/", suggest_ways, name="suggest"),
    path("themes/<slug:slug>/", theme, name="theme"),
]
