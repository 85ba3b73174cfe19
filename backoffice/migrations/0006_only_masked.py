r"""What “only the mask was put” means, in SQL: for a text, and for plain data as editions and histories hold it.

Each mask of `organisations.privacy.REMOVED` stands for any words; all other words are there, in their order.
"""

from django.db import migrations

MASKED = r"""
CREATE FUNCTION backoffice_masked(former text, becomes text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT normalize(former, NFC) LIKE regexp_replace(
    replace(replace(replace(normalize(becomes, NFC), '\', '\\'), '%', '\%'), '_', '\_'),
    '\[(nom retiré|coordonnée retirée|passage retiré)\]', '%', 'g'
  )
$$;

-- Rows that are a person, a contact or a link may go whole; the address of a page may become one that tells nothing.
CREATE FUNCTION backoffice_only_masked(former jsonb, becomes jsonb, name text DEFAULT '') RETURNS boolean
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  kind text := jsonb_typeof(former);
  part jsonb;
  at integer := 0;
BEGIN
  IF former = becomes THEN
    RETURN true;
  ELSIF kind IS DISTINCT FROM jsonb_typeof(becomes) THEN
    RETURN false;
  ELSIF kind = 'string' THEN
    RETURN (name = 'slug' AND becomes = '"initiative"') OR backoffice_masked(former #>> '{}', becomes #>> '{}');
  ELSIF kind = 'object' THEN
    RETURN (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(former) key)
         = (SELECT array_agg(key ORDER BY key) FROM jsonb_object_keys(becomes) key)
       AND NOT EXISTS (
         SELECT FROM jsonb_each(former) one WHERE NOT backoffice_only_masked(one.value, becomes -> one.key, one.key)
       );
  ELSIF kind = 'array' THEN
    IF jsonb_array_length(former) <> jsonb_array_length(becomes) AND name NOT IN ('persons', 'contacts', 'links') THEN
      RETURN false;
    END IF;
    FOR part IN SELECT * FROM jsonb_array_elements(former) LOOP
      IF becomes -> at IS NOT NULL AND backoffice_only_masked(part, becomes -> at, name) THEN
        at := at + 1;
      END IF;
    END LOOP;
    RETURN at = jsonb_array_length(becomes);
  END IF;
  RETURN false;  -- numbers, truth values and nothing never change
END $$;
"""

UNMASKED = """
DROP FUNCTION backoffice_only_masked(jsonb, jsonb, text);
DROP FUNCTION backoffice_masked(text, text);
"""


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0005_open_sessions")]

    operations = [migrations.RunSQL(sql=MASKED, reverse_sql=UNMASKED)]
