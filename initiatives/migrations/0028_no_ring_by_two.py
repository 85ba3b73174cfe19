"""Two transactions that would close a ring together come one after the other: the second one sees what the first wrote."""

from django.db import migrations

REFUSE = """
CREATE OR REPLACE FUNCTION initiatives_refuse_ring() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  {lock}
  IF NEW.follows_id IS NOT NULL AND EXISTS (
    WITH RECURSIVE before(id) AS (
      SELECT follows_id FROM initiatives_initiative WHERE id = NEW.id
      UNION
      SELECT one.follows_id FROM initiatives_initiative one JOIN before ON one.id = before.id
      WHERE one.follows_id IS NOT NULL
    )
    SELECT FROM before WHERE id = NEW.id
  ) THEN
    RAISE EXCEPTION 'Une initiative ne peut pas être la suite de ce qui la suit.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
"""
# Held until the transaction has ended, and taken as it ends: nobody waits longer than for a commit. Sequels are set a
# few times a day; locking each row of a chain instead would have two who walk it from its two ends wait for each other.
ONE_AT_A_TIME = "PERFORM pg_advisory_xact_lock(hashtext('initiatives_initiative_no_ring'));"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0027_known_values")]

    operations = [
        migrations.RunSQL(sql=REFUSE.format(lock=ONE_AT_A_TIME), reverse_sql=REFUSE.format(lock="")),
    ]
