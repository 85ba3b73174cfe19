"""The list of the back office opens on its first page without sorting all rows: its order, and those of its columns."""

from django.db import migrations

INDEXES = (
    # As `InitiativeAdmin.ordering` says it: what waits for an editor first, then what changed last.
    "CREATE INDEX initiatives_office_order ON initiatives_initiative "
    "((CASE WHEN status = 'review' THEN 0 ELSE 1 END), updated_at DESC, id DESC)",
    "CREATE INDEX initiatives_title_order ON initiatives_initiative (title)",
    # When a theme last changed.
    "CREATE INDEX initiatives_theme_order ON initiatives_initiative (theme_id, status, updated_at DESC)",
    "CREATE INDEX initiatives_created_order ON initiatives_initiative (created_at DESC, id DESC)",
)
NAMES = ("office_order", "title_order", "theme_order", "created_order")


class Migration(migrations.Migration):
    dependencies = [("initiatives", "0023_searched_texts")]

    operations = [
        migrations.RunSQL(sql=list(INDEXES), reverse_sql=[f"DROP INDEX initiatives_{name}" for name in NAMES])
    ]
