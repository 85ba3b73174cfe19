"""The search vector, kept true by triggers whatever path a change takes (admin, service, command, SQL).

It holds each text twice: as written, which French stemming likes best, and without accents, for people who type none.
"""

from django.db import migrations

FUNCTIONS = r"""
CREATE FUNCTION solidaire_plain(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT AS $$
  SELECT regexp_replace(
    normalize(replace(replace(replace(replace($1, 'œ', 'oe'), 'Œ', 'OE'), 'æ', 'ae'), '’', ''''), NFD),
    '[\u0300-\u036f]', '', 'g')
$$;

CREATE FUNCTION solidaire_vector(text) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT to_tsvector('pg_catalog.french', replace(coalesce($1, ''), '’', ''''))
      || to_tsvector('pg_catalog.french', coalesce(solidaire_plain($1), ''))
$$;

CREATE FUNCTION initiatives_fill_search_vector() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  NEW.search_vector :=
    setweight(solidaire_vector(NEW.title), 'A')
    || setweight(solidaire_vector((
         SELECT string_agg(o.name || ' ' || o.other_names, ' ')
         FROM initiatives_participation p JOIN organisations_organisation o ON o.id = p.organisation_id
         WHERE p.initiative_id = NEW.id)), 'B')
    || setweight(solidaire_vector((
         SELECT string_agg(c.name, ' ') FROM initiatives_place p JOIN communes_commune c ON c.insee = p.commune_id
         WHERE p.initiative_id = NEW.id)), 'B')
    || setweight(solidaire_vector((
         SELECT string_agg(a.name, ' ') FROM initiatives_coverage v JOIN communes_area a ON a.id = v.area_id
         WHERE v.initiative_id = NEW.id)), 'B')
    || setweight(solidaire_vector(NEW.summary), 'C')
    || setweight(solidaire_vector((SELECT name FROM initiatives_theme WHERE id = NEW.theme_id)), 'D')
    || setweight(solidaire_vector((
         SELECT string_agg(f.item || ' ' || f.unit, ' ') FROM initiatives_figure f WHERE f.initiative_id = NEW.id)), 'D')
    || setweight(solidaire_vector((
         SELECT string_agg(a.name, ' ')
         FROM initiatives_initiative_audiences t JOIN initiatives_audience a ON a.id = t.audience_id
         WHERE t.initiative_id = NEW.id)), 'D');
  RETURN NEW;
END $$;

CREATE TRIGGER initiatives_search_vector BEFORE INSERT OR UPDATE ON initiatives_initiative
FOR EACH ROW EXECUTE FUNCTION initiatives_fill_search_vector();

-- Rows attached to an initiative: touching the initiative makes the trigger above fill its vector again.
CREATE FUNCTION initiatives_touch_owner() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    UPDATE initiatives_initiative SET search_vector = NULL WHERE id = OLD.initiative_id;
  END IF;
  IF TG_OP <> 'DELETE' THEN
    UPDATE initiatives_initiative SET search_vector = NULL WHERE id = NEW.initiative_id;
  END IF;
  RETURN NULL;
END $$;
"""

OWNED = ("initiatives_participation", "initiatives_place", "initiatives_coverage", "initiatives_figure",
         "initiatives_initiative_audiences")

# Names that a vector copies: table, columns whose change matters, condition that finds the initiatives.
NAMED = (
    ("organisations_organisation", "name, other_names",
     "id IN (SELECT initiative_id FROM initiatives_participation WHERE organisation_id = NEW.id)"),
    ("communes_commune", "name", "id IN (SELECT initiative_id FROM initiatives_place WHERE commune_id = NEW.insee)"),
    ("communes_area", "name", "id IN (SELECT initiative_id FROM initiatives_coverage WHERE area_id = NEW.id)"),
    ("initiatives_theme", "name", "theme_id = NEW.id"),
    ("initiatives_audience", "name",
     "id IN (SELECT initiative_id FROM initiatives_initiative_audiences WHERE audience_id = NEW.id)"),
)


def _forwards() -> str:
    parts = [FUNCTIONS]
    parts += [
        f"CREATE TRIGGER {table}_search AFTER INSERT OR UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION initiatives_touch_owner();"
        for table in OWNED
    ]
    for table, columns, condition in NAMED:
        parts.append(
            f"CREATE FUNCTION {table}_touch_initiatives() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"UPDATE initiatives_initiative SET search_vector = NULL WHERE {condition}; RETURN NULL; END $$; "
            f"CREATE TRIGGER {table}_search AFTER UPDATE OF {columns} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_touch_initiatives();"
        )
    return "\n".join(parts)


def _backwards() -> str:
    parts = []
    for table, _, _ in NAMED:
        parts.append(f"DROP TRIGGER {table}_search ON {table}; DROP FUNCTION {table}_touch_initiatives();")
    parts += [f"DROP TRIGGER {table}_search ON {table};" for table in OWNED]
    parts.append(
        "DROP FUNCTION initiatives_touch_owner();"
        "DROP TRIGGER initiatives_search_vector ON initiatives_initiative;"
        "DROP FUNCTION initiatives_fill_search_vector(); DROP FUNCTION solidaire_vector(text);"
        "DROP FUNCTION solidaire_plain(text);"
    )
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0001_initial")]

    operations = [migrations.RunSQL(sql=_forwards(), reverse_sql=_backwards())]
