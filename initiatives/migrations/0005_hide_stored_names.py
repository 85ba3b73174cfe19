"""Slugs and search vectors stored before the triggers of 0004 knew of hidden names are filled again."""

from django.db import migrations

FILL = """
UPDATE initiatives_initiative SET search_vector = NULL
WHERE id IN (SELECT initiative_id FROM initiatives_initiative_persons)
   OR id IN (SELECT initiative_id FROM initiatives_initiative_contacts)
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0004_hidden_names")]

    # On the way back the vectors stay short of a few words until the next save of their initiative.
    operations = [migrations.RunSQL(sql=FILL, reverse_sql=migrations.RunSQL.noop)]
