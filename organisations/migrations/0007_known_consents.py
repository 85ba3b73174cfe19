"""What was public before agreements were recorded stays so, marked as still to be asked for; personal contacts are told."""

from django.db import migrations
from django.utils import timezone

# The rule itself: an address that carries a name cannot be told in SQL.
from organisations.personal import is_personal

NOTE = "Public avant que les accords soient notés : à confirmer auprès de la personne."


def mark(apps, schema_editor):
    contact_model = apps.get_model("organisations", "Contact")
    for row in contact_model.objects.filter(is_personal=False, kind__in=["phone", "email"]):
        if is_personal(row.kind, row.value):
            contact_model.objects.filter(pk=row.pk).update(is_personal=True)
    _record(contact_model.objects.filter(is_public=True, is_personal=True), apps, "HistoricalContact")
    _record(apps.get_model("organisations", "Person").objects.filter(is_public=True), apps, "HistoricalPerson")


def _record(rows, apps, history_name):
    """The day when the row became public, as far as its history knows."""
    history = apps.get_model("organisations", history_name).objects
    for pk in rows.filter(consented_on=None).values_list("pk", flat=True):
        first = history.filter(id=pk, is_public=True).order_by("history_date").values_list("history_date", flat=True)[:1]
        day = timezone.localdate(first[0]) if first else timezone.localdate()
        rows.filter(pk=pk).update(consented_on=day, consent_means="earlier", consent_note=NOTE)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_consent")]

    # On the way back the columns go, and with them what was noted; marks of personal contacts stay true.
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
