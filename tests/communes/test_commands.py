from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communes.models import Commune
from tests.builders import make_commune
from tests.communes.recorded import RECORDED, served

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> str:
    out = StringIO()
    call_command(*arguments, stdout=out, no_color=True)
    return out.getvalue().replace("\u00a0", " ")


def test_init_territoire_tells_each_step():
    make_commune("Ancienne-Commune", insee="90999")
    lines = run("init_territoire", "--departement", "90", "--editeur", "Ville de Belfort").splitlines()
    assert lines == [
        "Territoire de Belfort (90) : 101 communes dans la liste officielle",
        "  communes : 101 ajoutées, 0 mises à jour",
        "  territoires officiels : 6",
        "  secteurs d’usage : 0 ajoutés",
        "  Ancienne-Commune (90999) a quitté la liste officielle ; elle est conservée.",
        "Installation prête : Le Territoire de Belfort solidaire (Ville de Belfort).",
    ]


def test_init_territoire_takes_codes_in_small_letters():
    assert "Corse-du-Sud (2A)" in run("init_territoire", "--departement", "2a")


def test_init_territoire_refuses_an_unknown_department():
    with pytest.raises(CommandError, match="liste officielle"):
        run("init_territoire", "--departement", "00")


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
