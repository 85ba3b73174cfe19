"""The journal of the back office only grows: words are masked in it, and lines go with the account they are of."""

from django.db import migrations

from backoffice.work.growing import never_emptied

GROWS = r"""
CREATE FUNCTION backoffice_journal_stays() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.id, NEW.action_time, NEW.user_id, NEW.object_id, NEW.action_flag)
       IS NOT DISTINCT FROM (OLD.id, OLD.action_time, OLD.user_id, OLD.object_id, OLD.action_flag)
     AND (NEW.content_type_id IS NULL OR NEW.content_type_id = OLD.content_type_id)
     -- The record was destroyed: its line says so and tells nothing else.
     AND (NEW.object_repr ~ '^\w+ \(fiche supprimée\)$'
          OR backoffice_masked(OLD.object_repr, NEW.object_repr)
          OR (length(NEW.object_repr) = 200 AND NEW.object_repr ~ '\[\w+ retirée?\]'))
     AND (NEW.change_message = '' OR backoffice_masked(OLD.change_message, NEW.change_message))
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'Le journal ne se récrit pas.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER django_admin_log_stays BEFORE UPDATE ON django_admin_log
FOR EACH ROW EXECUTE FUNCTION backoffice_journal_stays();

-- At the end of the transaction: Django deletes the lines before the account.
CREATE FUNCTION backoffice_journal_keeps() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM auth_user WHERE id = OLD.user_id) THEN
    RAISE EXCEPTION 'Une ligne du journal ne s’efface pas.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER django_admin_log_keeps AFTER DELETE ON django_admin_log
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION backoffice_journal_keeps();
"""

SHRINKS = """
DROP TRIGGER django_admin_log_keeps ON django_admin_log;
DROP FUNCTION backoffice_journal_keeps();
DROP TRIGGER django_admin_log_stays ON django_admin_log;
DROP FUNCTION backoffice_journal_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0007_history_only_grows"), ("admin", "0003_logentry_add_action_flag_choices")]

    operations = [migrations.RunSQL(sql=GROWS, reverse_sql=SHRINKS), never_emptied("django_admin_log")]
