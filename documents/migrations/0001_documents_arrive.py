"""Documents and their reviews come from the app `bulletins` with all they have: rows, names in the database, content types
and so permissions and the journal of the back office. Nothing is copied: the tables take their new names.
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import documents.models

MODELS = ("sourcedocument", "documentimport")

# Tables, indexes, sequences and constraints alike: PostgreSQL keeps the first part of all their names.
RENAME = r"""
DO $$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT conrelid::regclass AS of_table, conname AS name FROM pg_constraint
    WHERE connamespace = current_schema()::regnamespace AND conname LIKE '{old}\_{model}%'
  LOOP
    EXECUTE format('ALTER TABLE %s RENAME CONSTRAINT %I TO %I',
      found.of_table, found.name, '{new}' || substr(found.name, length('{old}') + 1));
  END LOOP;
  FOR found IN
    SELECT relname AS name, relkind FROM pg_class
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'i', 'S') AND relname LIKE '{old}\_{model}%'
  LOOP
    EXECUTE format('ALTER %s %I RENAME TO %I',
      CASE found.relkind WHEN 'r' THEN 'TABLE' WHEN 'i' THEN 'INDEX' ELSE 'SEQUENCE' END,
      found.name, '{new}' || substr(found.name, length('{old}') + 1));
  END LOOP;
END $$;
"""


def rename(apps, schema_editor, old, new):
    content_types = apps.get_model("contenttypes", "ContentType").objects
    for model in MODELS:
        schema_editor.execute(RENAME.format(old=old, new=new, model=model), params=None)
        if content_types.filter(app_label=old, model=model).exists():
            content_types.filter(app_label=new, model=model).delete()  # made empty-handed by a way back
            content_types.filter(app_label=old, model=model).update(app_label=new)


def arrive(apps, schema_editor):
    rename(apps, schema_editor, "bulletins", "documents")


def leave(apps, schema_editor):
    rename(apps, schema_editor, "documents", "bulletins")


class Migration(migrations.Migration):
    dependencies = [
        ("admin", "0001_initial"),
        ("bulletins", "0006_documents_leave"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunPython(arrive, leave)],
            state_operations=[
                migrations.CreateModel(
                    name="SourceDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True, verbose_name="empreinte")),
                        ("filename", models.CharField(max_length=200, verbose_name="nom du fichier")),
                        ("content", models.FileField(upload_to=documents.models.private_path, verbose_name="original")),
                        ("size", models.PositiveIntegerField(verbose_name="taille en octets")),
                        (
                            "received_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="reçu le"),
                        ),
                        (
                            "received_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="déposé par",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "document source",
                        "verbose_name_plural": "documents sources",
                        "ordering": ["-received_at"],
                    },
                ),
                migrations.CreateModel(
                    name="DocumentImport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("review", "à relire"), ("accepted", "accepté"), ("undone", "annulé")],
                                default="review",
                                max_length=8,
                                verbose_name="état",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="texte lu")),
                        ("proposal", models.JSONField(verbose_name="proposition")),
                        ("report", models.JSONField(blank=True, default=dict, verbose_name="compte rendu")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="commencée le"),
                        ),
                        ("accepted_at", models.DateTimeField(blank=True, null=True, verbose_name="acceptée le")),
                        ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="annulée le")),
                        ("version", models.PositiveIntegerField(default=1, editable=False)),
                        (
                            "accepted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="acceptée par",
                            ),
                        ),
                        (
                            "bulletin",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.SET_NULL,
                                related_name="imports",
                                to="bulletins.bulletin",
                                verbose_name="bulletin",
                            ),
                        ),
                        (
                            "created_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="commencée par",
                            ),
                        ),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="annulée par",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to="documents.sourcedocument",
                                verbose_name="document",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "import de document",
                        "verbose_name_plural": "imports de documents",
                        "ordering": ["-created_at"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("accepted_at__isnull", True), ("accepted_by__isnull", True)),
                                    models.Q(("accepted_at__isnull", False), ("accepted_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="documents_documentimport_accepted_at_by_together",
                                violation_error_message="La date d’acceptation va avec son auteur.",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("undone_at__isnull", True), ("undone_by__isnull", True)),
                                    models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                                    _connector="OR",
                                ),
                                name="documents_documentimport_undone_at_by_together",
                                violation_error_message="La date d’annulation va avec son auteur.",
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
