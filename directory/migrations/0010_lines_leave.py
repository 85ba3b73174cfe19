"""A change takes the lines that it makes stale with it, in its transaction; when its note is pruned, those that were made
beside it. What alters everything leaves them: they are found stale by the note, and made anew by the worker."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION directory_lines_leave() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    DELETE FROM directory_line WHERE initiative_id = ANY (NEW.initiatives);
  ELSIF OLD.initiatives IS NULL THEN
    DELETE FROM directory_line WHERE horizon <= OLD.transaction;
  ELSE
    DELETE FROM directory_line WHERE initiative_id = ANY (OLD.initiatives) AND horizon <= OLD.transaction;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_lines_leave AFTER INSERT OR DELETE ON directory_change
FOR EACH ROW EXECUTE FUNCTION directory_lines_leave();
"""
BACKWARDS = """
DROP TRIGGER directory_lines_leave ON directory_change;
DROP FUNCTION directory_lines_leave();
"""


class Migration(migrations.Migration):
    dependencies = [("directory", "0009_lines")]

    operations = [migrations.RunSQL(sql=FORWARDS, reverse_sql=BACKWARDS)]
