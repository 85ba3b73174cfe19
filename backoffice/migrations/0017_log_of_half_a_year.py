"""Lines of Django's own log may go after half a year, as those of the journal may; before, they go with their account
alone."""

from django.db import migrations

KEEPS = r"""
CREATE OR REPLACE FUNCTION backoffice_journal_keeps() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.action_time >= now() - interval '180 days' AND EXISTS (SELECT FROM auth_user WHERE id = OLD.user_id) THEN
    RAISE EXCEPTION 'Une ligne du journal ne s’efface pas avant six mois.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
"""

KEPT = r"""
CREATE OR REPLACE FUNCTION backoffice_journal_keeps() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM auth_user WHERE id = OLD.user_id) THEN
    RAISE EXCEPTION 'Une ligne du journal ne s’efface pas.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0016_journal_of_keys")]

    operations = [migrations.RunSQL(sql=KEEPS, reverse_sql=KEPT)]
