"""What is taken away from the public is counted too: of what somebody does by `psql`, no connection of the site hears."""

from django.db import migrations

COUNTED = """
CREATE SEQUENCE bulletins_takings;  -- counts at once, whatever becomes of the transaction
CREATE OR REPLACE FUNCTION bulletins_notice_taken() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  PERFORM nextval('bulletins_takings');
  RAISE INFO 'solidaire: retiré du public';  -- unlike a notice, sent whatever client_min_messages says
  RETURN NULL;
END $$;
"""

UNCOUNTED = """
CREATE OR REPLACE FUNCTION bulletins_notice_taken() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE INFO 'solidaire: retiré du public';  -- unlike a notice, sent whatever client_min_messages says
  RETURN NULL;
END $$;
DROP SEQUENCE bulletins_takings;
"""


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0023_address_without_a_name")]

    operations = [migrations.RunSQL(sql=COUNTED, reverse_sql=UNCOUNTED)]
