"""Lines of the journal are added; names are replaced in them; those of half a year ago may go. Nothing else."""

from django.db import migrations

from backoffice.work.growing import never_emptied

STAYS = r"""
-- The one name of an account that is no longer there: the same for all its lines, and told of nobody who is still there.
CREATE FUNCTION backoffice_former_account(account bigint) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'compte n°' || chr(160) || account || ' (supprimé)'
  WHERE NOT EXISTS (SELECT FROM auth_user WHERE id = account)
$$;

CREATE FUNCTION backoffice_journalline_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.at < now() - interval '180 days' THEN
      RETURN OLD;
    END IF;
    RAISE EXCEPTION 'Une ligne du journal ne s’efface pas avant six mois.' USING ERRCODE = 'restrict_violation';
  END IF;
  IF (NEW.id, NEW.at, NEW.kind, NEW.account_id, NEW.about_type, NEW.about_id, NEW.network)
       IS NOT DISTINCT FROM (OLD.id, OLD.at, OLD.kind, OLD.account_id, OLD.about_type, OLD.about_id, OLD.network)
     AND (NEW.who = OLD.who OR NEW.who = backoffice_former_account(OLD.account_id))
     AND (backoffice_masked(OLD.words, NEW.words)
          -- The record was destroyed: its lines say so and tell nothing else.
          OR NEW.words ~ '^[[:alpha:] ’-]+ \(fiche supprimée\)$'
          OR (OLD.about_type = 'auth.user' AND NEW.words = backoffice_former_account(OLD.about_id::bigint)))
     AND (NEW.told = '' OR backoffice_masked(OLD.told, NEW.told))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Le journal ne se récrit pas.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER backoffice_journalline_stays BEFORE UPDATE OR DELETE ON backoffice_journalline
FOR EACH ROW EXECUTE FUNCTION backoffice_journalline_stays();

CREATE FUNCTION backoffice_account_leaves_journal() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE backoffice_journalline SET who = backoffice_former_account(OLD.id) WHERE account_id = OLD.id;
  UPDATE backoffice_journalline SET words = backoffice_former_account(OLD.id)
  WHERE about_type = 'auth.user' AND about_id = OLD.id::text;
  RETURN NULL;
END $$;

CREATE TRIGGER backoffice_account_leaves_journal AFTER DELETE ON auth_user
FOR EACH ROW EXECUTE FUNCTION backoffice_account_leaves_journal();
"""

MAY_CHANGE = """
DROP TRIGGER backoffice_account_leaves_journal ON auth_user;
DROP FUNCTION backoffice_account_leaves_journal();
DROP TRIGGER backoffice_journalline_stays ON backoffice_journalline;
DROP FUNCTION backoffice_journalline_stays();
DROP FUNCTION backoffice_former_account(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0009_journal"), ("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunSQL(sql=STAYS, reverse_sql=MAY_CHANGE), never_emptied("backoffice_journalline")]
