"""Requests to erase stay, and a report is not written anew; an account that was made anonymous leaves the journal as one
that is gone does."""

from django.db import migrations

from backoffice.work.growing import never_emptied

STAYS = r"""
CREATE FUNCTION ledger_erasure_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.confirmed_at IS NULL AND OLD.refused_at IS NULL
     AND (NEW.id, NEW.uid, NEW.kind, NEW.key, NEW.asked_at, NEW.asked_by_id)
       IS NOT DISTINCT FROM (OLD.id, OLD.uid, OLD.kind, OLD.key, OLD.asked_at, OLD.asked_by_id)
  THEN
    RETURN NEW;
  ELSIF TG_OP = 'UPDATE'
     AND (to_jsonb(NEW) - '{note,report,alone_because,refused_because}'::text[])
       = (to_jsonb(OLD) - '{note,report,alone_because,refused_because}'::text[])
     AND backoffice_masked(OLD.note, NEW.note) AND backoffice_only_masked(OLD.report, NEW.report)
     AND backoffice_masked(OLD.alone_because, NEW.alone_because)
     AND backoffice_masked(OLD.refused_because, NEW.refused_because)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Un effacement demandé ne se récrit pas et ne s’efface pas.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_erasure_stays BEFORE UPDATE OR DELETE ON ledger_erasure
FOR EACH ROW EXECUTE FUNCTION ledger_erasure_stays();

-- Told of nobody who is still there: the account is gone, or has no name of its own any more.
CREATE OR REPLACE FUNCTION backoffice_former_account(account bigint) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'compte n°' || chr(160) || account || ' (supprimé)'
  WHERE NOT EXISTS (
    SELECT FROM auth_user WHERE id = account AND (username <> 'compte-' || id || '-efface' OR is_active)
  )
$$;
"""

MAY_CHANGE = """
CREATE OR REPLACE FUNCTION backoffice_former_account(account bigint) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT 'compte n°' || chr(160) || account || ' (supprimé)'
  WHERE NOT EXISTS (SELECT FROM auth_user WHERE id = account)
$$;
DROP TRIGGER ledger_erasure_stays ON ledger_erasure;
DROP FUNCTION ledger_erasure_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("ledger", "0005_who_erases"), ("backoffice", "0010_journal_stays")]

    operations = [migrations.RunSQL(sql=STAYS, reverse_sql=MAY_CHANGE), never_emptied("ledger_erasure")]
