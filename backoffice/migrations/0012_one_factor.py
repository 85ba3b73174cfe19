"""An account has one second factor, and at most one more that is only begun."""

from django.conf import settings
from django.db import migrations

ONE = "CREATE UNIQUE INDEX backoffice_one_factor ON otp_totp_totpdevice (user_id, confirmed)"
ONE_SET_OF_CODES = "CREATE UNIQUE INDEX backoffice_one_set_of_codes ON otp_static_staticdevice (user_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("backoffice", "0011_journal_of_acts"),
        ("otp_totp", "0003_add_timestamps"),
        ("otp_static", "0003_add_timestamps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RunSQL(sql=ONE, reverse_sql="DROP INDEX backoffice_one_factor"),
        migrations.RunSQL(sql=ONE_SET_OF_CODES, reverse_sql="DROP INDEX backoffice_one_set_of_codes"),
    ]
