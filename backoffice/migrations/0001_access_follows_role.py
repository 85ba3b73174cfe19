"""Who has a role may log in, and nobody else but a superuser: `is_staff` is derived, never ticked.

A trigger, because roles are given in many ways (the form of an account, a command, `groups.set`), and because a save
of a row read before the role was given would write the old answer back.
"""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION backoffice_derive_access() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.is_staff := NEW.is_superuser OR EXISTS (SELECT 1 FROM auth_user_groups WHERE user_id = NEW.id);
  RETURN NEW;
END $$;

CREATE TRIGGER backoffice_access BEFORE INSERT OR UPDATE ON auth_user
FOR EACH ROW EXECUTE FUNCTION backoffice_derive_access();

-- Touching the account makes the trigger above answer again.
CREATE FUNCTION backoffice_role_changed() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE auth_user SET is_staff = is_staff WHERE id = OLD.user_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE auth_user SET is_staff = is_staff WHERE id = NEW.user_id;
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER backoffice_access AFTER INSERT OR UPDATE OR DELETE ON auth_user_groups
FOR EACH ROW EXECUTE FUNCTION backoffice_role_changed();
"""

BACKWARDS = """
DROP TRIGGER backoffice_access ON auth_user_groups;
DROP FUNCTION backoffice_role_changed();
DROP TRIGGER backoffice_access ON auth_user;
DROP FUNCTION backoffice_derive_access();
"""


class Migration(migrations.Migration):
    dependencies = [("auth", "0012_alter_user_first_name_max_length")]

    operations = [migrations.RunSQL(sql=FORWARDS, reverse_sql=BACKWARDS)]
