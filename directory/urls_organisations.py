"""Under /organisations/. The page of an organisation shows initiatives, which the app `organisations` does not know."""

from django.urls import path

from directory.views.organisation import organisation

app_name = "organisations"

urlpatterns = [
    path("<int:pk>/", organisation),
    path("<int:pk>-<slug:slug>/", organisation, name="organisation"),
]
