"""What came out is never emptied: row triggers do not see a TRUNCATE."""

from django.db import migrations

from backoffice.work.growing import never_emptied

TABLES = ("bulletins_bulletin", "bulletins_citation", "bulletins_edition", "bulletins_series")


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0019_citations_as_printed"), ("backoffice", "0007_history_only_grows")]

    operations = [never_emptied(*TABLES)]
