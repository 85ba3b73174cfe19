"""Whether an initiative has a place, kept beside its searched text: “sans lieu” is then read, not looked for in all rows.

What is attached touches the initiative (migration 0002), so that the trigger of the texts sees every change.
"""

from django.db import migrations, models

TRIGGER = r"""
CREATE OR REPLACE FUNCTION initiatives_keep_searched_text() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM initiatives_searchedtext WHERE initiative_id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO initiatives_searchedtext AS kept (initiative_id, texts, digits, names%(columns)s)
  VALUES (NEW.id, lower(solidaire_plain(NEW.title || E'\n' || NEW.summary)),
          regexp_replace(NEW.title || E'\n' || NEW.summary, '\D', '', 'g'), initiatives_names_of(NEW.id)%(values)s)
  ON CONFLICT (initiative_id) DO UPDATE
  SET texts = EXCLUDED.texts, digits = EXCLUDED.digits, names = EXCLUDED.names%(set)s
  WHERE (kept.texts, kept.names%(kept)s) IS DISTINCT FROM (EXCLUDED.texts, EXCLUDED.names%(excluded)s);
  RETURN NULL;
END $$;
"""
WITH_PLACE = TRIGGER % {
    "columns": ", is_placed",
    "values": ", initiatives_is_placed(NEW.id)",
    "set": ", is_placed = EXCLUDED.is_placed",
    "kept": ", kept.is_placed",
    "excluded": ", EXCLUDED.is_placed",
}
FORWARD = (
    """
CREATE FUNCTION initiatives_is_placed(initiative bigint) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT EXISTS (SELECT FROM initiatives_place WHERE initiative_id = $1)
      OR EXISTS (SELECT FROM initiatives_coverage WHERE initiative_id = $1)
$$;
UPDATE initiatives_searchedtext SET is_placed = false WHERE NOT initiatives_is_placed(initiative_id);
"""
    + WITH_PLACE
)
REVERSE = (
    TRIGGER % dict.fromkeys(("columns", "values", "set", "kept", "excluded"), "")
    + "DROP FUNCTION initiatives_is_placed(bigint);"
)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0029_searched_together")]

    operations = [
        migrations.AddField(
            "searchedtext", "is_placed", models.BooleanField(default=True, editable=False, verbose_name="a un lieu")
        ),
        migrations.RunSQL(FORWARD, REVERSE),
        migrations.AddIndex(
            "searchedtext",
            models.Index(
                fields=["initiative"], condition=models.Q(is_placed=False), name="initiatives_without_place"
            ),
        ),
    ]
