"""A card and an export also show what these columns say: the address of a series, to whom a contact leads, and whether
it is told by another row."""

from django.db import migrations

FORWARDS = """
CREATE FUNCTION directory_contact_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM directory_note(
    (SELECT array_agg(DISTINCT l.initiative_id)
     FROM initiatives_initiative_contacts l
     JOIN new_rows n ON n.id = l.contact_id
     JOIN old_rows o ON o.id = n.id
     JOIN initiatives_initiative i ON i.id = l.initiative_id AND i.status = 'published'
     WHERE (n.label, n.merged_into_id) IS DISTINCT FROM (o.label, o.merged_into_id)),
    false);
  RETURN NULL;
END $$;
CREATE TRIGGER directory_contact_told AFTER UPDATE ON organisations_contact
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION directory_contact_told();

CREATE FUNCTION directory_series_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM new_rows n JOIN old_rows o USING (id)
             WHERE (n.slug, n.is_main) IS DISTINCT FROM (o.slug, o.is_main)) THEN
    INSERT INTO directory_change (initiatives, is_vocabulary) VALUES (NULL, true);
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER directory_series_told AFTER UPDATE ON bulletins_series
REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
FOR EACH STATEMENT EXECUTE FUNCTION directory_series_told();
"""
BACKWARDS = """
DROP TRIGGER directory_series_told ON bulletins_series;
DROP FUNCTION directory_series_told();
DROP TRIGGER directory_contact_told ON organisations_contact;
DROP FUNCTION directory_contact_told();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0007_changes_noted"),
        ("organisations", "0005_hidden_together"),
        ("bulletins", "0014_sign_off"),
    ]

    operations = [migrations.RunSQL(sql=FORWARDS, reverse_sql=BACKWARDS)]
