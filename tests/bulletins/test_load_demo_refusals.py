import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.core.management.base import CommandError

from communes.services import load_territory
from initiatives.models import Initiative


def test_refused_in_production(db, settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="refusée en production"):
        call_command("load_demo", skip_checks=True)
    assert not User.objects.exists()


def test_refused_where_another_departement_is_covered(db):
    load_territory(department_codes=["90"])
    with pytest.raises(CommandError, match="que cette installation ne couvre pas"):
        call_command("load_demo", skip_checks=True)
    assert not Initiative.objects.exists()
