"""What the office's search reads: a row per initiative, kept by a trigger, with an index over parts of words.

Changes of what is attached touch the initiative (migration 0002), so that one trigger is enough.
"""

import django.db.models.deletion
from django.db import migrations, models

FUNCTIONS = r"""
-- Dear: the planner is to ask the index, and to compare texts before it makes trigrams of them.
CREATE FUNCTION solidaire_trigrams(text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 20000 AS $$
  SELECT coalesce(array_agg(DISTINCT substr(word, start, 3) COLLATE "C"), '{}')
  FROM regexp_split_to_table($1, '\s+') AS word, generate_series(1, length(word) - 2) AS start
$$;

CREATE FUNCTION initiatives_names_of(initiative bigint) RETURNS text
LANGUAGE sql STABLE AS $$
  SELECT coalesce(string_agg(name, E'\n'), '') FROM (
    SELECT o.sort_key AS name FROM initiatives_participation p
      JOIN organisations_organisation o ON o.id = p.organisation_id WHERE p.initiative_id = $1
    UNION SELECT c.sort_key FROM initiatives_place p
      JOIN communes_commune c ON c.insee = p.commune_id WHERE p.initiative_id = $1
    UNION SELECT a.sort_key FROM initiatives_coverage v
      JOIN communes_area a ON a.id = v.area_id WHERE v.initiative_id = $1
  ) AS named
$$;

CREATE FUNCTION initiatives_keep_searched_text() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    DELETE FROM initiatives_searchedtext WHERE initiative_id = OLD.id;
    RETURN NULL;
  END IF;
  INSERT INTO initiatives_searchedtext AS kept (initiative_id, texts, digits, names)
  VALUES (NEW.id, lower(solidaire_plain(NEW.title || E'\n' || NEW.summary)),
          regexp_replace(NEW.title || E'\n' || NEW.summary, '\D', '', 'g'), initiatives_names_of(NEW.id))
  ON CONFLICT (initiative_id) DO UPDATE SET texts = EXCLUDED.texts, digits = EXCLUDED.digits, names = EXCLUDED.names
  WHERE (kept.texts, kept.names) IS DISTINCT FROM (EXCLUDED.texts, EXCLUDED.names);
  RETURN NULL;
END $$;

INSERT INTO initiatives_searchedtext (initiative_id, texts, digits, names)
SELECT id, lower(solidaire_plain(title || E'\n' || summary)),
       regexp_replace(title || E'\n' || summary, '\D', '', 'g'), initiatives_names_of(id)
FROM initiatives_initiative;

CREATE INDEX initiatives_searched ON initiatives_searchedtext
USING gin (solidaire_trigrams(texts), solidaire_trigrams(digits), solidaire_trigrams(names));

-- No statistics of parts of words: gathering them takes a minute, and tells the planner nothing that it could use.
ALTER INDEX initiatives_searched ALTER COLUMN 1 SET STATISTICS 0;
ALTER INDEX initiatives_searched ALTER COLUMN 2 SET STATISTICS 0;
ALTER INDEX initiatives_searched ALTER COLUMN 3 SET STATISTICS 0;

CREATE TRIGGER initiatives_searched_text AFTER INSERT OR UPDATE OR DELETE ON initiatives_initiative
FOR EACH ROW EXECUTE FUNCTION initiatives_keep_searched_text();
"""

REVERSE = """
DROP TRIGGER initiatives_searched_text ON initiatives_initiative;
DROP INDEX initiatives_searched;
DROP FUNCTION initiatives_keep_searched_text(); DROP FUNCTION initiatives_names_of(bigint);
DROP FUNCTION solidaire_trigrams(text);
"""


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0022_proposed_pictures")]

    operations = [
        migrations.CreateModel(
            name="SearchedText",
            fields=[
                (
                    "initiative",
                    models.OneToOneField(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        primary_key=True,
                        related_name="searched_text",
                        serialize=False,
                        to="initiatives.initiative",
                    ),
                ),
                ("texts", models.TextField(editable=False)),
                ("digits", models.TextField(editable=False)),
                ("names", models.TextField(editable=False)),
            ],
            options={
                "verbose_name": "texte cherché",
                "verbose_name_plural": "textes cherchés",
                "default_permissions": (),
            },
        ),
        migrations.RunSQL(sql=FUNCTIONS, reverse_sql=REVERSE),
    ]
