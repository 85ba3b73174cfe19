"""The address of a special issue may leave its history too, once it told somebody's name: alone, where the title of that
version tells it no more."""

from django.db import migrations

BEFORE = "    CONTINUE WHEN backoffice_only_masked(former -> name, becomes -> name, name);\n"
ADDED = "    CONTINUE WHEN name = 'slug' AND becomes ->> name = 'hors-serie-' || (former ->> 'id');\n"
CHANGE = """
DO $change$
DECLARE
  former text := pg_get_functiondef('backoffice_history_grows'::regproc);
BEGIN
  IF position($old${old}$old$ IN former) = 0 THEN
    RAISE EXCEPTION 'backoffice_history_grows is not what it was';
  END IF;
  EXECUTE replace(former, $old${old}$old$, $new${new}$new$);
END $change$;
"""


def _sql(old: str, new: str) -> str:
    return CHANGE.replace("{old}", old).replace("{new}", new)


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0017_log_of_half_a_year")]

    operations = [migrations.RunSQL(sql=_sql(BEFORE, ADDED + BEFORE), reverse_sql=_sql(ADDED + BEFORE, BEFORE))]
