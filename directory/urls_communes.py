"""Under /communes/. The page of a commune shows initiatives, which the app `communes` does not know."""

from django.urls import path, re_path

from directory.views.commune import commune
from directory.views.communes import communes
from directory.views.suggestions import suggest

app_name = "communes"

urlpatterns = [
    path("", communes, name="index"),
    path("suggestions/", suggest, name="suggest"),
    re_path(r"^(?P<insee>(?:[0-9]{2}|2[AB])[0-9]{3})/$", commune),
    re_path(r"^(?P<insee>(?:[0-9]{2}|2[AB])[0-9]{3})-(?P<slug>[-\w]+)/$", commune, name="commune"),
]
