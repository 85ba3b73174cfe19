"""Rows that were united are hidden together: one withdrawal clears every page, whichever of them it names.

A frozen edition knows a person by the row of its day, a page by the row of today. A trigger, because a row is hidden
in many ways (its form, an occultation, a command). It only hides: what is shown again is shown row by row, since a
contact that was united may be written otherwise.
"""

from django.db import migrations

TABLES = ("organisations_person", "organisations_contact")

FORWARDS = "".join(
    f"""
CREATE FUNCTION {table}_hide_merged() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  UPDATE {table} SET is_public = false
  WHERE is_public AND (
    merged_into_id = coalesce(NEW.merged_into_id, NEW.id) OR id = NEW.merged_into_id
  );
  RETURN NULL;
END $$;

CREATE TRIGGER {table}_hide_merged AFTER UPDATE OF is_public ON {table}
FOR EACH ROW WHEN (OLD.is_public AND NOT NEW.is_public) EXECUTE FUNCTION {table}_hide_merged();
"""
    for table in TABLES
)

BACKWARDS = "".join(
    f"DROP TRIGGER {table}_hide_merged ON {table}; DROP FUNCTION {table}_hide_merged();" for table in TABLES
)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0004_merging")]

    operations = [migrations.RunSQL(sql=FORWARDS, reverse_sql=BACKWARDS)]
