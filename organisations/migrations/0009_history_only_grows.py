"""The history of what is entered here only grows, and is never emptied; that of a person or a contact goes with it."""

from django.db import migrations

from backoffice.work.growing import never_emptied, only_grows

TABLES = (
    "organisations_historicalorganisation",
    "organisations_historicalorganisation_contacts",
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0008_consent_required"), ("backoffice", "0007_history_only_grows")]

    operations = [
        only_grows(*TABLES),
        only_grows("organisations_historicalcontact", erased_with="organisations_contact"),
        only_grows("organisations_historicalperson", erased_with="organisations_person"),
        never_emptied(*TABLES, "organisations_historicalcontact", "organisations_historicalperson"),
    ]
