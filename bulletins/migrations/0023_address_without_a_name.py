"""An occultation may take a name out of the address of a special edition, which its title gave: nothing else may
change an address that came out."""

from django.db import migrations

KEEPS = r"""
CREATE OR REPLACE FUNCTION bulletins_refuse_going_back() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' AND (TG_OP = 'DELETE' OR NEW.status IN ('draft', 'published')) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE'
     AND (NEW.status = OLD.status OR (OLD.status = 'published' AND NEW.status = 'withdrawn'))
     AND (NEW.id, NEW.series_id, NEW.kind, NEW.number, {slug}, NEW.published_at, NEW.published_by_id)
       IS NOT DISTINCT FROM
         (OLD.id, OLD.series_id, OLD.kind, OLD.number, OLD.slug, OLD.published_at, OLD.published_by_id)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Un bulletin paru garde son numéro et son état : il se rectifie ou se retire.'
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE OR REPLACE FUNCTION bulletins_refuse_edition_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
     AND NEW.occulted_at IS NOT NULL
     AND NEW.occulted_at IS DISTINCT FROM OLD.occulted_at
     AND NEW.occultation_reason <> ''
     AND (NEW.id, NEW.bulletin_id, NEW.revision, NEW.published_at, NEW.published_by_id, NEW.correction = '')
       = (OLD.id, OLD.bulletin_id, OLD.revision, OLD.published_at, OLD.published_by_id, OLD.correction = '')
     AND backoffice_masked(OLD.correction, NEW.correction)
     AND {snapshot}
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Une édition publiée ne se modifie pas : publiez un rectificatif.'
    USING ERRCODE = 'restrict_violation';
END $$;
"""
WITHOUT = {
    "{slug}": "CASE WHEN NEW.slug = 'hors-serie-' || OLD.id THEN OLD.slug ELSE NEW.slug END",
    "{snapshot}": (
        "backoffice_only_masked(OLD.snapshot - 'slug', NEW.snapshot - 'slug')\n"
        "     AND (NEW.snapshot -> 'slug' IS NOT DISTINCT FROM OLD.snapshot -> 'slug'\n"
        "          OR NEW.snapshot ->> 'slug' = 'hors-serie')"
    ),
}
WITH = {"{slug}": "NEW.slug", "{snapshot}": "backoffice_only_masked(OLD.snapshot, NEW.snapshot)"}


def _sql(parts):
    sql = KEEPS
    for name, part in parts.items():
        sql = sql.replace(name, part)
    return sql


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0022_taken_from_the_public")]

    operations = [migrations.RunSQL(sql=_sql(WITHOUT), reverse_sql=_sql(WITH))]
