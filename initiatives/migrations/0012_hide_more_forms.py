"""Vectors stored before 0006 are filled again where a hidden contact is attached."""

from django.db import migrations

FILL = """
UPDATE initiatives_initiative SET search_vector = NULL
WHERE id IN (SELECT a.initiative_id FROM initiatives_initiative_contacts a
             JOIN organisations_contact c ON c.id = a.contact_id WHERE NOT c.is_public)
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0011_contact_forms")]

    # On the way back the vectors stay short of a few words until the next save of their initiative.
    operations = [migrations.RunSQL(sql=FILL, reverse_sql=migrations.RunSQL.noop)]
