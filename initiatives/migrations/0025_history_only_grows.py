"""The history of what is entered here only grows, and is never emptied."""

from django.db import migrations

from backoffice.work.growing import never_emptied, only_grows

TABLES = (
    "initiatives_historicaltheme",
    "initiatives_historicalinitiative",
    "initiatives_historicalinitiative_audiences",
    "initiatives_historicalinitiative_persons",
    "initiatives_historicalinitiative_contacts",
    "initiatives_historicalparticipation",
    "initiatives_historicalplace",
    "initiatives_historicalcoverage",
    "initiatives_historicalfigure",
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0024_order_of_the_list"), ("backoffice", "0007_history_only_grows")]

    operations = [only_grows(*TABLES), never_emptied(*TABLES)]
