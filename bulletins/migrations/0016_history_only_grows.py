"""The history of what is entered here only grows, and is never emptied."""

from django.db import migrations

from backoffice.work.growing import never_emptied, only_grows

TABLES = (
    "bulletins_historicalseries",
    "bulletins_historicalbulletin",
    "bulletins_historicalbulletinlink",
    "bulletins_historicalsection",
    "bulletins_historicalentry",
)


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0015_pictures"), ("backoffice", "0007_history_only_grows")]

    operations = [only_grows(*TABLES), never_emptied(*TABLES)]
