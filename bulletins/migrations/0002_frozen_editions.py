"""A published edition cannot be changed or deleted, whatever the path; only an occultation may empty its content."""

from django.db import migrations

FREEZE = r"""
CREATE FUNCTION bulletins_refuse_edition_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND NEW.occulted_at IS NOT NULL
     AND NEW.occulted_at IS DISTINCT FROM OLD.occulted_at
     AND NEW.occultation_reason <> ''
     AND (NEW.id, NEW.bulletin_id, NEW.revision, NEW.published_at, NEW.published_by_id, NEW.correction)
       = (OLD.id, OLD.bulletin_id, OLD.revision, OLD.published_at, OLD.published_by_id, OLD.correction)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Une édition publiée ne se modifie pas : publiez un rectificatif.'
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER bulletins_edition_frozen BEFORE UPDATE OR DELETE ON bulletins_edition
FOR EACH ROW EXECUTE FUNCTION bulletins_refuse_edition_change();
"""

THAW = """
DROP TRIGGER bulletins_edition_frozen ON bulletins_edition;
DROP FUNCTION bulletins_refuse_edition_change();
"""


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0001_initial")]

    operations = [migrations.RunSQL(sql=FREEZE, reverse_sql=THAW)]
