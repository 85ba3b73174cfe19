"""The history of what is entered here only grows, and is never emptied."""

from django.db import migrations

from backoffice.work.growing import never_emptied, only_grows

TABLES = (
    "workshop_historicalprooflink",
)


class Migration(migrations.Migration):
    dependencies = [("workshop", "0003_proofs_and_links"), ("backoffice", "0007_history_only_grows")]

    operations = [only_grows(*TABLES), never_emptied(*TABLES)]
