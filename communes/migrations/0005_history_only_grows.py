"""The history of what is entered here only grows, and is never emptied."""

from django.db import migrations

from backoffice.work.growing import never_emptied, only_grows

TABLES = (
    "communes_historicalarea",
    "communes_historicalarea_communes",
    "communes_historicalcommune",
    "communes_historicalterritory",
    "communes_historicalterritory_departments",
)


class Migration(migrations.Migration):
    dependencies = [("communes", "0004_sectors"), ("backoffice", "0007_history_only_grows")]

    operations = [only_grows(*TABLES), never_emptied(*TABLES)]
