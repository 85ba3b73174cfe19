from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communes.models import Commune
from tests.communes.recorded import RECORDED, served

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, no_color=True)
    return out.getvalue().replace("\u00a0", " ")


def test_sync_communes_prints_the_differences_and_needs_apply():
    run("init_territoire", "--departement", "62")
    Commune.objects.exclude(insee__in=["62041", "62193", "62826", "62033"]).delete()
    with served(RECORDED) as address:
        dry = run("sync_communes", "--adresse", address)
        assert "  ~ Calais (62193) : population" in dry
        assert "  ? Annay (62033) : absente du service officiel ; conservée, à vérifier" in dry
        assert "Rien n’a été changé. Pour enregistrer : manage.py sync_communes --apply" in dry
        applied = run("sync_communes", "--adresse", f"{address}/", "--apply")
        assert "Les différences sont enregistrées." in applied
        assert "À mettre à jour : 0 ; à ajouter : 0 ; disparues : 1 ; identiques : 3." in run(
            "sync_communes", "--adresse", address
        )


def test_sync_communes_turns_a_fault_into_a_sentence():
    run("init_territoire", "--departement", "90")
    with served(b"<html>") as address, pytest.raises(CommandError, match=r"JSON lisible\. Rien n’a été changé\."):
        run("sync_communes", "--adresse", address)
