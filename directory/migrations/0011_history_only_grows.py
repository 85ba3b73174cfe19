"""The history of what is entered here only grows, and is never emptied."""

from django.db import migrations

from backoffice.work.growing import never_emptied, only_grows

TABLES = (
    "directory_historicalsynonymfamily",
)


class Migration(migrations.Migration):
    dependencies = [("directory", "0010_lines_leave"), ("backoffice", "0007_history_only_grows")]

    operations = [only_grows(*TABLES), never_emptied(*TABLES)]
