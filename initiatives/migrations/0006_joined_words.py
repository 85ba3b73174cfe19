"""Words written with a hyphen or an apostrophe are also kept as one: “Jet’Sac” is found by “jetsac”, “hydro-alcoolique”
by “hydroalcoolique”. Only words of two letters and more on each side: “l’hôpital” stays “hôpital”.
"""

from django.db import migrations

PLAIN = """
CREATE OR REPLACE FUNCTION solidaire_vector(text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.french', replace(coalesce($1, ''), '’', ''''))
      || to_tsvector('pg_catalog.french', coalesce(solidaire_plain($1), ''))
$$;
"""

JOINED = r"""
CREATE FUNCTION solidaire_joined(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(string_agg(translate(found[1], '-''‐‑', ''), ' '), '')
  FROM regexp_matches(coalesce(solidaire_plain($1), ''), '[[:alnum:]]{2,}(?:[-''‐‑][[:alnum:]]{2,})+', 'g') AS found
$$;

CREATE OR REPLACE FUNCTION solidaire_vector(text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.french', replace(coalesce($1, ''), '’', ''''))
      || to_tsvector('pg_catalog.french', coalesce(solidaire_plain($1), ''))
      || to_tsvector('pg_catalog.french', solidaire_joined($1))
$$;
"""

# The trigger fills the vector of each row that is touched.
REFRESH = "UPDATE initiatives_initiative SET search_vector = NULL;"


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0005_hide_stored_names")]

    operations = [
        migrations.RunSQL(
            sql=[JOINED, REFRESH], reverse_sql=[PLAIN, "DROP FUNCTION solidaire_joined(text);", REFRESH]
        )
    ]
