"""Series no longer have a press contact of their own: it was said twice."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ("bulletins", "0009_press_office_to_territory"),
    ]

    operations = [
        migrations.RemoveField(
            model_name='historicalseries',
            name='contact_block',
        ),
        migrations.RemoveField(
            model_name='series',
            name='contact_block',
        ),
    ]
