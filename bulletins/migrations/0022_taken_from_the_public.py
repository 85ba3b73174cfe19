"""What takes something away from the public says so to whoever does it, before it is done.

The site then forgets the pages that it keeps for the hour in which the database is away (`config/keeping/taking.py`),
whatever path the change takes: a form, a service, a command, an UPDATE.
"""

from django.db import migrations

# (table, event, condition)
TAKINGS = (
    ("initiatives_initiative", "UPDATE", "OLD.status = 'published' AND NEW.status <> 'published'"),
    ("initiatives_initiative", "DELETE", "OLD.status = 'published'"),
    ("initiatives_initiative_persons", "DELETE", ""),
    ("initiatives_initiative_contacts", "DELETE", ""),
    # A history is rewritten by masking alone: words were taken out of the record's texts too.
    ("initiatives_historicalinitiative", "UPDATE", ""),
    ("organisations_historicalorganisation", "UPDATE", ""),
    ("organisations_organisation", "DELETE", ""),
    ("organisations_organisation_contacts", "DELETE", ""),
    ("organisations_contact", "UPDATE", "OLD.is_public AND NOT NEW.is_public"),
    ("organisations_contact", "DELETE", ""),
    ("organisations_person", "UPDATE", "OLD.is_public AND NOT NEW.is_public"),
    ("organisations_person", "DELETE", ""),
    ("bulletins_bulletin", "UPDATE", "OLD.status = 'published' AND NEW.status <> 'published'"),
    ("bulletins_edition", "UPDATE", ""),  # an occultation
)

FUNCTION = """
CREATE FUNCTION bulletins_notice_taken() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
  RAISE INFO 'solidaire: retiré du public';  -- unlike a notice, sent whatever client_min_messages says
  RETURN NULL;
END $$;
"""


def trigger(table: str, event: str, condition: str) -> str:
    when = f"WHEN ({condition})" if condition else ""
    return (
        f"CREATE TRIGGER {table}_taken_by_{event.lower()} AFTER {event} ON {table} "
        f"FOR EACH ROW {when} EXECUTE FUNCTION bulletins_notice_taken();"
    )


class Migration(migrations.Migration):
    dependencies = [
        ("bulletins", "0021_known_values"),
        ("initiatives", "0028_no_ring_by_two"),
        ("organisations", "0010_known_values"),
    ]

    operations = [
        migrations.RunSQL(
            sql=FUNCTION + "\n".join(trigger(*one) for one in TAKINGS),
            reverse_sql="DROP FUNCTION bulletins_notice_taken() CASCADE;",
        )
    ]
