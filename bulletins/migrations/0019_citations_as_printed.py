"""Citations say what the current edition says, word for word: nothing is added, changed or taken out beside it."""

from django.db import migrations

AS_PRINTED = r"""
CREATE FUNCTION bulletins_refuse_citation_change() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'Une citation ne se modifie pas : elle suit l’édition.' USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER bulletins_citation_frozen BEFORE UPDATE ON bulletins_citation
FOR EACH ROW EXECUTE FUNCTION bulletins_refuse_citation_change();

-- Of all rows of one statement at once: an edition is read one time for its fifty citations.
CREATE FUNCTION bulletins_refuse_unprinted_citation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT bulletin_id, initiative_id, heading::text, wording, position::bigint FROM added
    EXCEPT
    SELECT edition.bulletin_id, (entry.said ->> 'id')::bigint, left(section.said ->> 'heading', 250),
           entry.said ->> 'wording',
           row_number() OVER (PARTITION BY edition.bulletin_id ORDER BY section.at, entry.at)
    FROM bulletins_edition edition,
         jsonb_array_elements(edition.snapshot -> 'sections') WITH ORDINALITY section(said, at),
         jsonb_array_elements(section.said -> 'entries') WITH ORDINALITY entry(said, at)
    WHERE edition.id IN (
      SELECT DISTINCT ON (bulletin_id) id FROM bulletins_edition
      WHERE bulletin_id IN (SELECT bulletin_id FROM added) ORDER BY bulletin_id, revision DESC
    )
  ) THEN
    RAISE EXCEPTION 'Une citation dit ce que dit l’édition.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE TRIGGER bulletins_citation_as_printed AFTER INSERT ON bulletins_citation
REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bulletins_refuse_unprinted_citation();

-- At the end of the transaction: a rectificatif takes all citations out and writes them anew.
CREATE FUNCTION bulletins_refuse_missing_citation() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM bulletins_citation WHERE bulletin_id = OLD.bulletin_id AND initiative_id = OLD.initiative_id
  ) THEN
    RETURN NULL;
  END IF;
  IF EXISTS (
    SELECT FROM (
      SELECT snapshot FROM bulletins_edition WHERE bulletin_id = OLD.bulletin_id ORDER BY revision DESC LIMIT 1
    ) edition, jsonb_path_query(edition.snapshot, '$.sections[*].entries[*].id') said
    WHERE said = to_jsonb(OLD.initiative_id)
  ) THEN
    RAISE EXCEPTION 'L’édition cite cette initiative : la citation reste.' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER bulletins_citation_stays AFTER DELETE ON bulletins_citation
DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION bulletins_refuse_missing_citation();
"""

AS_WRITTEN = """
DROP TRIGGER bulletins_citation_stays ON bulletins_citation;
DROP FUNCTION bulletins_refuse_missing_citation();
DROP TRIGGER bulletins_citation_as_printed ON bulletins_citation;
DROP FUNCTION bulletins_refuse_unprinted_citation();
DROP TRIGGER bulletins_citation_frozen ON bulletins_citation;
DROP FUNCTION bulletins_refuse_citation_change();
"""


class Migration(migrations.Migration):
    dependencies = [("bulletins", "0018_published_stays")]

    operations = [migrations.RunSQL(sql=AS_PRINTED, reverse_sql=AS_WRITTEN)]
