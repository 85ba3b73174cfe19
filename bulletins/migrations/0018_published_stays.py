"""What came out keeps its number and its state, with an edition that tells it; a counter never goes back."""

from django.db import migrations

STAYS = r"""
CREATE FUNCTION bulletins_refuse_going_back() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.status = 'draft' AND (TG_OP = 'DELETE' OR NEW.status IN ('draft', 'published')) THEN
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
  END IF;
  IF TG_OP = 'UPDATE'
     AND (NEW.status = OLD.status OR (OLD.status = 'published' AND NEW.status = 'withdrawn'))
     AND (NEW.id, NEW.series_id, NEW.kind, NEW.number, NEW.slug, NEW.published_at, NEW.published_by_id)
       IS NOT DISTINCT FROM
         (OLD.id, OLD.series_id, OLD.kind, OLD.number, OLD.slug, OLD.published_at, OLD.published_by_id)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Un bulletin paru garde son numéro et son état : il se rectifie ou se retire.'
    USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER bulletins_bulletin_stays BEFORE UPDATE OR DELETE ON bulletins_bulletin
FOR EACH ROW EXECUTE FUNCTION bulletins_refuse_going_back();

CREATE FUNCTION bulletins_refuse_counting_back() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.last_number < OLD.last_number THEN
    RAISE EXCEPTION 'Le compteur d’une série ne recule pas.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE TRIGGER bulletins_series_counts_on BEFORE UPDATE OF last_number ON bulletins_series
FOR EACH ROW EXECUTE FUNCTION bulletins_refuse_counting_back();

-- At the end of the transaction: publication gives the state first, then freezes.
CREATE FUNCTION bulletins_refuse_unfrozen() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM bulletins_bulletin WHERE id = NEW.id AND status <> 'draft')
     AND NOT EXISTS (SELECT FROM bulletins_edition WHERE bulletin_id = NEW.id)
  THEN
    RAISE EXCEPTION 'Un bulletin paru a une édition figée.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER bulletins_bulletin_frozen AFTER INSERT OR UPDATE OF status ON bulletins_bulletin
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.status <> 'draft') EXECUTE FUNCTION bulletins_refuse_unfrozen();
"""

GOES = """
DROP TRIGGER bulletins_bulletin_frozen ON bulletins_bulletin;
DROP FUNCTION bulletins_refuse_unfrozen();
DROP TRIGGER bulletins_series_counts_on ON bulletins_series;
DROP FUNCTION bulletins_refuse_counting_back();
DROP TRIGGER bulletins_bulletin_stays ON bulletins_bulletin;
DROP FUNCTION bulletins_refuse_going_back();
"""


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0017_occultation_only_masks")]

    operations = [migrations.RunSQL(sql=STAYS, reverse_sql=GOES)]
