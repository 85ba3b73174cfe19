from django.urls import path, register_converter

from bulletins import feeds, views
from bulletins.outputs import views as outputs
from bulletins.scheduling import views as scheduling
from bulletins.views import MAIN_SERIES, SPECIAL

app_name = "bulletins"

register_converter(outputs.FormConverter, "form")

urlpatterns = [
    path("", views.archive, name="archive"),
    path("atom.xml", feeds.feed, name="feed"),
    path("suivre/", views.follow, name="follow"),
    path("apercu/<int:pk>/", views.preview, name="preview"),
    path("embargo/<str:token>/", scheduling.embargo, name="embargo"),
    path("<int:number>/", views.bulletin, MAIN_SERIES, name="bulletin"),
    path("<int:number>/dossier-de-presse/", outputs.kit, MAIN_SERIES, name="kit"),
    path("<int:number>.pdf", views.pdf, MAIN_SERIES, name="pdf"),
    path("<int:number>.<form:form>", outputs.output, MAIN_SERIES, name="output"),
    path("hors-serie/<slug:slug>/", views.bulletin, SPECIAL, name="special_bulletin"),
    path("hors-serie/<slug:slug>/dossier-de-presse/", outputs.kit, SPECIAL, name="special_kit"),
    path("hors-serie/<slug:slug>.pdf", views.pdf, SPECIAL, name="special_pdf"),
    path("hors-serie/<slug:slug>.<form:form>", outputs.output, SPECIAL, name="special_output"),
    path("serie/<slug:series__slug>/<int:number>/", views.bulletin, name="series_bulletin"),
    path("serie/<slug:series__slug>/<int:number>/dossier-de-presse/", outputs.kit, name="series_kit"),
    path("serie/<slug:series__slug>/<int:number>.pdf", views.pdf, name="series_pdf"),
    path("serie/<slug:series__slug>/<int:number>.<form:form>", outputs.output, name="series_output"),
]
