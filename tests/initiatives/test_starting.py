from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from communes.models import Territory
from initiatives.models import Theme
from initiatives.starters import UnknownStarter, load_starters, read_starter, starter_names
from recognition.layout.theme_words import pattern_of
from tests.builders import make_commune, make_initiative

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


def test_init_territoire_brings_the_themes_of_a_crisis():
    output = run("init_territoire", "--departement", "90", "--themes", "inondation")
    assert "  thèmes : 5 ajoutés, 6 retirés car jamais utilisés" in output
    assert [theme.slug for theme in Theme.objects.all()] == [
        "continuite-pedagogique",  # born with the installation, and of this set too
        *(row["slug"] for row in read_starter("inondation") if row["slug"] != "continuite-pedagogique"),
    ]


def test_init_territoire_refuses_an_unknown_set_before_it_writes():
    with pytest.raises(CommandError, match="n’est pas un jeu de thèmes"):
        run("init_territoire", "--departement", "90", "--themes", "../sante")
    assert not Territory.objects.exists()


def test_load_starters_keeps_what_is_used_or_changed():
    make_initiative(theme="routiers")
    changed = Theme.objects.get(slug="jeunes")
    changed.name = "Jeunesse"
    changed.save()
    load_starters(names=["froid"])
    assert {"routiers", "jeunes", "abri"} <= set(Theme.objects.values_list("slug", flat=True))
    assert not Theme.objects.filter(slug="soignants").exists()
    assert Theme.objects.get(slug="jeunes").name == "Jeunesse"


def test_load_starters_twice_adds_nothing_and_another_set_replaces_the_first():
    load_starters(names=["froid"])
    assert load_starters(names=["froid"]) == []
    load_starters(names=["accueil", "quotidien"])
    assert not Theme.objects.filter(slug="abri").exists()
    assert {"toit", "lien"} <= set(Theme.objects.values_list("slug", flat=True))


def test_load_starters_refuses_an_unknown_set():
    with pytest.raises(UnknownStarter):
        load_starters(names=["peste"])


@pytest.mark.parametrize("name", starter_names())
def test_starter_is_complete(name):
    """Each theme can be told by its data: a heading, words that are entries, no slug twice in a set."""
    rows = read_starter(name)
    assert len({row["slug"] for row in rows}) == len(rows) >= 4
    for row in rows:
        assert all(row[field].strip() for field in ("name", "description", "heading", "words"))
        assert all(pattern_of(line) for field in ("words", "near_words") for line in row[field].split("\n") if line)


def test_seven_themes_are_born_with_their_words():
    assert "visière" in Theme.objects.get(slug="protection").words
    assert all(theme.words and theme.earlier_headings for theme in Theme.objects.all())
