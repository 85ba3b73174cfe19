"""Accounts that were given a role but not the box beside it may log in; the trigger answers for each."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("backoffice", "0001_access_follows_role")]

    # What was ticked before is not known any more, and nothing has to be taken back.
    operations = [migrations.RunSQL("UPDATE auth_user SET is_staff = is_staff", migrations.RunSQL.noop)]
