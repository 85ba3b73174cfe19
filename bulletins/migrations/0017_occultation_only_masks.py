"""An occultation puts the mask and takes rows of persons, contacts and links out; an edition bears its own hash."""

from django.db import migrations

# As bulletins.snapshots.canonical_json writes it: sorted keys, no white space, accents as they are.
FINGERPRINT = r"""
CREATE FUNCTION bulletins_canonical(data jsonb) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
BEGIN
  RETURN CASE jsonb_typeof(data)
    WHEN 'object' THEN (
      SELECT '{' || coalesce(string_agg(to_json(key)::text || ':' || bulletins_canonical(value), ','
                                        ORDER BY key COLLATE "C"), '') || '}'
      FROM jsonb_each(data)
    )
    WHEN 'array' THEN (
      SELECT '[' || coalesce(string_agg(bulletins_canonical(value), ',' ORDER BY at), '') || ']'
      FROM jsonb_array_elements(data) WITH ORDINALITY AS one(value, at)
    )
    ELSE data::text
  END;
END $$;

CREATE FUNCTION bulletins_fingerprint(data jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT encode(sha256(convert_to(bulletins_canonical(data), 'UTF8')), 'hex')
$$;

CREATE FUNCTION bulletins_refuse_false_fingerprint() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.sha256 IS DISTINCT FROM bulletins_fingerprint(NEW.snapshot) THEN
    RAISE EXCEPTION 'L’empreinte n’est pas celle du contenu figé.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER bulletins_edition_true_fingerprint BEFORE INSERT OR UPDATE OF snapshot, sha256 ON bulletins_edition
FOR EACH ROW EXECUTE FUNCTION bulletins_refuse_false_fingerprint();
"""
NO_FINGERPRINT = """
DROP TRIGGER bulletins_edition_true_fingerprint ON bulletins_edition;
DROP FUNCTION bulletins_refuse_false_fingerprint();
DROP FUNCTION bulletins_fingerprint(jsonb);
DROP FUNCTION bulletins_canonical(jsonb);
"""

FREEZE = r"""
CREATE OR REPLACE FUNCTION bulletins_refuse_edition_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND NEW.occulted_at IS NOT NULL
     AND NEW.occulted_at IS DISTINCT FROM OLD.occulted_at
     AND NEW.occultation_reason <> ''
     AND (NEW.id, NEW.bulletin_id, NEW.revision, NEW.published_at, NEW.published_by_id, NEW.correction = '')
       = (OLD.id, OLD.bulletin_id, OLD.revision, OLD.published_at, OLD.published_by_id, OLD.correction = ''){masked}
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Une édition publiée ne se modifie pas : publiez un rectificatif.'
    USING ERRCODE = 'restrict_violation';
END $$;
"""
ONLY_MASKED = """
     AND backoffice_masked(OLD.correction, NEW.correction)
     AND backoffice_only_masked(OLD.snapshot, NEW.snapshot)"""


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0016_history_only_grows"), ("backoffice", "0006_only_masked")]

    operations = [
        migrations.RunSQL(sql=FREEZE.replace("{masked}", ONLY_MASKED), reverse_sql=FREEZE.replace("{masked}", "")),
        migrations.RunSQL(sql=FINGERPRINT, reverse_sql=NO_FINGERPRINT),
    ]
