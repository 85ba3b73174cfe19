"""The functions behind the triggers of every history: rows are added, words are masked in them, nothing else."""

from django.db import migrations

GROWS = r"""
CREATE FUNCTION backoffice_history_grows() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  former jsonb := to_jsonb(OLD);
  becomes jsonb;
  changed text[];
  name text;
  is_there boolean := true;
  is_joined boolean;
BEGIN
  IF TG_OP = 'DELETE' THEN
    -- Of a contact or a person, deleting the row is how its data are destroyed: its history goes after it.
    IF TG_NARGS > 0 THEN
      EXECUTE format('SELECT EXISTS (SELECT FROM %I WHERE id = $1)', TG_ARGV[0]) INTO is_there USING OLD.id;
    END IF;
    IF NOT is_there THEN
      RETURN OLD;
    END IF;
    -- What one person writes without a pause is one line: the later one stands for it.
    IF former ->> 'history_type' = '~' THEN
      EXECUTE format(
        'SELECT EXISTS (SELECT FROM %I later WHERE to_jsonb(later) @> $1 '
        'AND later.history_id > $2 AND later.history_date < $3 + interval ''1 hour'')', TG_TABLE_NAME
      ) INTO is_joined USING
        (SELECT jsonb_object_agg(key, value) FROM jsonb_each(former)
         WHERE key IN ('id', 'history_user_id', 'history_type', 'history_change_reason')),
        OLD.history_id, OLD.history_date;
      IF is_joined THEN
        RETURN OLD;
      END IF;
    END IF;
    RAISE EXCEPTION 'Une ligne d’historique ne s’efface pas.' USING ERRCODE = 'restrict_violation';
  END IF;
  becomes := to_jsonb(NEW);
  SELECT array_agg(one.key) INTO changed FROM jsonb_each(former) one
  WHERE one.value IS DISTINCT FROM becomes -> one.key;
  FOREACH name IN ARRAY coalesce(changed, '{}') LOOP
    CONTINUE WHEN name = 'history_user_id' AND becomes -> name = 'null'::jsonb;  -- the account is gone
    CONTINUE WHEN name = 'slug' AND array_length(changed, 1) > 1;  -- made from a text that was masked
    CONTINUE WHEN backoffice_only_masked(former -> name, becomes -> name, name);
    -- The mask is longer than what it hides: the end of a text that fills its column is cut.
    CONTINUE WHEN jsonb_typeof(becomes -> name) = 'string' AND becomes ->> name ~ '\[\w+ retirée?\]'
      AND length(becomes ->> name) >= length(former ->> name)
      AND backoffice_masked(former ->> name, regexp_replace(becomes ->> name, '\[[^]]*$', '') || '[passage retiré]');
    RAISE EXCEPTION 'Une ligne d’historique ne se récrit pas : %.', name USING ERRCODE = 'restrict_violation';
  END LOOP;
  RETURN NEW;
END $$;

CREATE FUNCTION backoffice_refuse_emptying() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'La table % ne se vide pas.', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""

SHRINKS = """
DROP FUNCTION backoffice_refuse_emptying();
DROP FUNCTION backoffice_history_grows();
"""


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0006_only_masked")]

    operations = [migrations.RunSQL(sql=GROWS, reverse_sql=SHRINKS)]
