"""An occultation may also clean what a rectificatif says of itself: “le 06 … est corrigé” is read on the page too."""

from django.db import migrations

FREEZE = r"""
CREATE OR REPLACE FUNCTION bulletins_refuse_edition_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND NEW.occulted_at IS NOT NULL
     AND NEW.occulted_at IS DISTINCT FROM OLD.occulted_at
     AND NEW.occultation_reason <> ''
     AND (NEW.id, NEW.bulletin_id, NEW.revision, NEW.published_at, NEW.published_by_id{columns})
       = (OLD.id, OLD.bulletin_id, OLD.revision, OLD.published_at, OLD.published_by_id{old_columns})
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Une édition publiée ne se modifie pas : publiez un rectificatif.'
    USING ERRCODE = 'restrict_violation';
END $$;
"""
WITH_CORRECTION = FREEZE.replace("{columns}", ", NEW.correction = ''").replace("{old_columns}", ", OLD.correction = ''")
AS_BEFORE = FREEZE.replace("{columns}", ", NEW.correction").replace("{old_columns}", ", OLD.correction")


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0010_series_without_press_office")]

    operations = [migrations.RunSQL(sql=WITH_CORRECTION, reverse_sql=AS_BEFORE)]
