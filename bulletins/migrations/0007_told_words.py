"""The words of a bulletin's own texts (title, introduction, headings, links, closing), indexed to be searched.

An index over an immutable function: no column to keep true, and an occultation changes it with the row. The function
keeps the search path it was made under: PostgreSQL builds indexes under none of ours.
"""

from django.db import migrations

INDEX = r"""
CREATE FUNCTION bulletins_told_words(snapshot jsonb) RETURNS tsvector
LANGUAGE sql IMMUTABLE PARALLEL SAFE SET search_path FROM CURRENT AS $$
  SELECT solidaire_vector(concat_ws(' ',
    snapshot ->> 'title', snapshot ->> 'introduction', snapshot ->> 'closing',
    (SELECT string_agg(concat_ws(' ', one ->> 'heading', one ->> 'introduction'), ' ')
     FROM jsonb_array_elements(snapshot -> 'sections') AS one),
    (SELECT string_agg(one ->> 'label', ' ') FROM jsonb_array_elements(snapshot -> 'links') AS one)))
$$;

CREATE INDEX bulletins_edition_told_words ON bulletins_edition USING gin (bulletins_told_words(snapshot));
"""

NO_INDEX = """
DROP INDEX bulletins_edition_told_words;
DROP FUNCTION bulletins_told_words(jsonb);
"""


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0006_documents_leave"), ("initiatives", "0006_joined_words")]

    operations = [migrations.RunSQL(sql=INDEX, reverse_sql=NO_INDEX)]
