"""The history of a link to a proof names its reader: it may leave once the link is gone, as that of a contact does."""

from django.db import migrations

CREATED = (
    "CREATE TRIGGER workshop_historicalprooflink_only_grows BEFORE UPDATE OR DELETE ON workshop_historicalprooflink "
    "FOR EACH ROW EXECUTE FUNCTION backoffice_history_grows({})"
)
DROPPED = "DROP TRIGGER workshop_historicalprooflink_only_grows ON workshop_historicalprooflink"


class Migration(migrations.Migration):
    dependencies = [("workshop", "0005_journal_reading")]

    operations = [
        migrations.RunSQL(
            sql=f"{DROPPED};\n{CREATED.format(repr('workshop_prooflink'))}",
            reverse_sql=f"{DROPPED};\n{CREATED.format('')}",
        )
    ]
