"""“Suite de” leads to a beginning: no initiative comes back to itself through those it follows."""

from django.db import migrations

NO_RINGS = r"""
CREATE FUNCTION initiatives_refuse_ring() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
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

-- At the end of the transaction: two records that were united come apart one after the other.
CREATE CONSTRAINT TRIGGER initiatives_initiative_no_ring AFTER INSERT OR UPDATE OF follows_id ON initiatives_initiative
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.follows_id IS NOT NULL) EXECUTE FUNCTION initiatives_refuse_ring();
"""

RINGS = """
DROP TRIGGER initiatives_initiative_no_ring ON initiatives_initiative;
DROP FUNCTION initiatives_refuse_ring();
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0025_history_only_grows")]

    operations = [migrations.RunSQL(sql=NO_RINGS, reverse_sql=RINGS)]
