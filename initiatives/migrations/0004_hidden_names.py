"""Names and contacts that are not public stay out of search vector and slug; the slug holds no attached person's name.

A vector drops every word of a hidden name, wherever it stands in the title, the text, a figure or a private person's
organisation: rather a word too many (“petits” for Jean Petit) than a name that answers. Places keep theirs. The slug drops
the words of all attached persons, public or not.
"""

from django.db import migrations

GAP = r"[\s\u00a0\u202f.-]*"
# In lower case, without accents: words that stand in names and tell nobody.
NOT_TELLING = "d de del della den der des di du el et l la le les van von dr docteur m madame me mlle mme mr monsieur"

FUNCTIONS = rf"""
CREATE FUNCTION solidaire_name_words(text) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(array_agg(word), '{{}}')
  FROM regexp_split_to_table(lower(solidaire_plain($1)), '[^[:alnum:]]+') AS word
  WHERE word <> '' AND word <> ALL (string_to_array('{NOT_TELLING}', ' '))
$$;

-- The mirror of slug_of in communes/text.py, at the length of an initiative's slug.
CREATE FUNCTION solidaire_slug(text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN length(slug) <= 80 THEN slug ELSE regexp_replace(left(slug, 80), '-[^-]*$', '') END
  FROM (SELECT trim(BOTH '-' FROM regexp_replace(lower(solidaire_plain($1)), '[^a-z0-9]+', '-', 'g'))) AS made(slug)
$$;

-- The mirror of organisations/privacy.py; it may take more, for nobody reads what is left.
CREATE FUNCTION solidaire_contact_pattern(kind text, value text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE
    WHEN kind = 'phone' AND national = '' THEN NULL
    WHEN kind = 'phone' AND national LIKE '0%' THEN
      '(?<!\d)(?:(?:\+|00){GAP}33{GAP}(?:\(0\){GAP})?|0{GAP})'
      || array_to_string(string_to_array(substr(national, 2), NULL), '{GAP}') || '(?!\d)'
    WHEN kind = 'phone' THEN '(?<!\d)' || array_to_string(string_to_array(national, NULL), '{GAP}') || '(?!\d)'
    WHEN kind IN ('email', 'other') THEN '***=' || nullif(value, '')
    ELSE '***=' || nullif(rtrim(regexp_replace(value, '^https?://(www\.)?', ''), '/'), '')
  END
  FROM (SELECT CASE WHEN value LIKE '+33%' THEN '0' || substr(digits, 3) ELSE digits END AS national
        FROM (SELECT regexp_replace(value, '\D', '', 'g') AS digits) AS bare) AS phone
$$;

CREATE FUNCTION initiatives_without_contacts(body text, initiative bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  pattern text;
BEGIN
  FOR pattern IN
    SELECT solidaire_contact_pattern(c.kind, c.value)
    FROM initiatives_initiative_contacts a JOIN organisations_contact c ON c.id = a.contact_id
    WHERE a.initiative_id = initiative AND NOT c.is_public
  LOOP
    IF pattern IS NOT NULL THEN
      body := regexp_replace(body, pattern, ' ', 'gi');
    END IF;
  END LOOP;
  RETURN body;
END $$;

CREATE FUNCTION initiatives_without_hidden(body text, initiative bigint) RETURNS text
LANGUAGE plpgsql STABLE AS $$
DECLARE
  hidden text[];
BEGIN
  body := initiatives_without_contacts(body, initiative);
  SELECT array_agg(word) INTO hidden
  FROM initiatives_initiative_persons a JOIN organisations_person p ON p.id = a.person_id,
       unnest(solidaire_name_words(p.name)) AS word
  WHERE a.initiative_id = initiative AND NOT p.is_public;
  IF hidden IS NOT NULL THEN
    SELECT string_agg(CASE WHEN lower(solidaire_plain(part[1])) = ANY (hidden) THEN '' ELSE part[1] END, '' ORDER BY n)
    INTO body
    FROM regexp_matches(normalize(body, NFC), '[[:alnum:]À-ÖØ-öø-ÿŒœŸ]+|[^[:alnum:]À-ÖØ-öø-ÿŒœŸ]+', 'g')
         WITH ORDINALITY AS parts(part, n);
  END IF;
  RETURN coalesce(body, '');
END $$;

CREATE FUNCTION initiatives_fill_public_columns() RETURNS trigger
LANGUAGE plpgsql AS $$
DECLARE
  named text[];
  title text;
BEGIN
  title := initiatives_without_contacts(NEW.title, NEW.id);
  IF title <> NEW.title THEN
    NEW.slug := solidaire_slug(title);
  END IF;
  SELECT array_agg(word) INTO named
  FROM initiatives_initiative_persons a JOIN organisations_person p ON p.id = a.person_id,
       unnest(solidaire_name_words(p.name)) AS word
  WHERE a.initiative_id = NEW.id;
  IF named IS NOT NULL THEN
    NEW.slug := coalesce((
      SELECT string_agg(word, '-' ORDER BY n)
      FROM unnest(string_to_array(NEW.slug, '-')) WITH ORDINALITY AS words(word, n) WHERE word <> ALL (named)
    ), '');
  END IF;
  IF NEW.slug = '' THEN
    NEW.slug := 'initiative';
  END IF;
  NEW.search_vector :=
    setweight(solidaire_vector(initiatives_without_hidden(NEW.title, NEW.id)), 'A')
    || setweight(solidaire_vector((
         SELECT string_agg(CASE WHEN o.kind = 'particulier'
                           THEN initiatives_without_hidden(o.name || ' ' || o.other_names, NEW.id)
                           ELSE o.name || ' ' || o.other_names END, ' ')
         FROM initiatives_participation p JOIN organisations_organisation o ON o.id = p.organisation_id
         WHERE p.initiative_id = NEW.id)), 'B')
    || setweight(solidaire_vector((
         SELECT string_agg(c.name, ' ') FROM initiatives_place p JOIN communes_commune c ON c.insee = p.commune_id
         WHERE p.initiative_id = NEW.id)), 'B')
    || setweight(solidaire_vector((
         SELECT string_agg(a.name, ' ') FROM initiatives_coverage v JOIN communes_area a ON a.id = v.area_id
         WHERE v.initiative_id = NEW.id)), 'B')
    || setweight(solidaire_vector(initiatives_without_hidden(NEW.summary, NEW.id)), 'C')
    || setweight(solidaire_vector((SELECT name FROM initiatives_theme WHERE id = NEW.theme_id)), 'D')
    || setweight(solidaire_vector(initiatives_without_hidden((
         SELECT string_agg(f.item || ' ' || f.unit, ' ') FROM initiatives_figure f WHERE f.initiative_id = NEW.id),
         NEW.id)), 'D')
    || setweight(solidaire_vector((
         SELECT string_agg(a.name, ' ')
         FROM initiatives_initiative_audiences t JOIN initiatives_audience a ON a.id = t.audience_id
         WHERE t.initiative_id = NEW.id)), 'D');
  RETURN NEW;
END $$;

DROP TRIGGER initiatives_search_vector ON initiatives_initiative;
CREATE TRIGGER initiatives_search_vector BEFORE INSERT OR UPDATE ON initiatives_initiative
FOR EACH ROW EXECUTE FUNCTION initiatives_fill_public_columns();

-- What the public reads changes with these rows, so the initiative's moment does too: caches and feeds look at it.
CREATE FUNCTION initiatives_renew(initiative bigint) RETURNS void
LANGUAGE sql AS $$
  UPDATE initiatives_initiative SET search_vector = NULL, updated_at = clock_timestamp() WHERE id = initiative
$$;

CREATE FUNCTION initiatives_renew_owner() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM initiatives_renew(OLD.initiative_id);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM initiatives_renew(NEW.initiative_id);
  END IF;
  RETURN NULL;
END $$;
"""

# Kind of row, columns whose change matters.
ATTACHED = (("person", "name, is_public"), ("contact", "kind, value, is_public"))


def _forwards() -> str:
    parts = [FUNCTIONS]
    for kind, columns in ATTACHED:
        link, table = f"initiatives_initiative_{kind}s", f"organisations_{kind}"
        parts.append(
            f"CREATE TRIGGER {link}_search AFTER INSERT OR UPDATE OR DELETE ON {link} "
            f"FOR EACH ROW EXECUTE FUNCTION initiatives_renew_owner(); "
            f"CREATE FUNCTION {table}_renew_initiatives() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"PERFORM initiatives_renew(initiative_id) FROM {link} WHERE {kind}_id = NEW.id; RETURN NULL; END $$; "
            f"CREATE TRIGGER {table}_search AFTER UPDATE OF {columns} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_renew_initiatives();"
        )
    return "\n".join(parts)


def _backwards() -> str:
    parts = []
    for kind, _ in ATTACHED:
        link, table = f"initiatives_initiative_{kind}s", f"organisations_{kind}"
        parts.append(
            f"DROP TRIGGER {table}_search ON {table}; DROP FUNCTION {table}_renew_initiatives(); "
            f"DROP TRIGGER {link}_search ON {link};"
        )
    parts.append(
        "DROP FUNCTION initiatives_renew_owner(); DROP FUNCTION initiatives_renew(bigint);"
        "DROP TRIGGER initiatives_search_vector ON initiatives_initiative;"
        "CREATE TRIGGER initiatives_search_vector BEFORE INSERT OR UPDATE ON initiatives_initiative "
        "FOR EACH ROW EXECUTE FUNCTION initiatives_fill_search_vector();"
        "DROP FUNCTION initiatives_fill_public_columns(); DROP FUNCTION initiatives_without_hidden(text, bigint);"
        "DROP FUNCTION initiatives_without_contacts(text, bigint); DROP FUNCTION solidaire_slug(text);"
        "DROP FUNCTION solidaire_contact_pattern(text, text); DROP FUNCTION solidaire_name_words(text);"
    )
    return "\n".join(parts)


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0003_themes")]

    operations = [migrations.RunSQL(sql=_forwards(), reverse_sql=_backwards())]
