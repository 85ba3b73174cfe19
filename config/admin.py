from django.contrib import admin


class EditorialSite(admin.AdminSite):
    """The back office."""

    site_header = "Espace rédaction"
    site_title = "Espace rédaction"
    index_title = "Aujourd’hui"
