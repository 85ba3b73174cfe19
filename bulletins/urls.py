from django.urls import path

from bulletins import feeds, views

app_name = "bulletins"

urlpatterns = [
    path("", views.archive, name="archive"),
    path("atom.xml", feeds.feed, name="feed"),
    path("suivre/", views.follow, name="follow"),
    path("apercu/<int:pk>/", views.preview, name="preview"),
    path("<int:number>/", views.bulletin, name="bulletin"),
    path("<int:number>.pdf", views.pdf, name="pdf"),
    path("hors-serie/<slug:slug>/", views.special_bulletin, name="special_bulletin"),
    path("hors-serie/<slug:slug>.pdf", views.special_pdf, name="special_pdf"),
    path("serie/<slug:series>/<int:number>/", views.series_bulletin, name="series_bulletin"),
    path("serie/<slug:series>/<int:number>.pdf", views.series_pdf, name="series_pdf"),
]
