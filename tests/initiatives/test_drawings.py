"""Themes: a drawing chosen by its picture, an address made by itself; audiences in the order of French."""

import re
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from initiatives.models import Audience, Theme
from tests.backoffice.forms import form_of, save
from tests.builders import make_audience, make_initiative, make_theme

STATIC = Path(__file__).resolve().parents[2] / "static"


def _luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one, other):
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("pictogram", Theme.Pictogram.values)
def test_every_drawing_is_in_the_sprite_with_colours_that_are_read(pictogram):
    assert f'id="{pictogram}"' in (STATIC / "img/icons.svg").read_text(encoding="utf-8")
    if pictogram == Theme.Pictogram.DEFAULT:
        return  # the heart keeps the default colours
    drawing = pictogram.removeprefix("theme-")
    tokens = (STATIC / "css/tokens.css").read_text(encoding="utf-8")
    pairs = re.findall(rf"\.theme--{drawing} {{ --theme-ink: (#\w{{6}}); --theme-surface: (#\w{{6}}); }}", tokens)
    assert len(pairs) == 2, "one for light, one for dark"
    assert min(_contrast(*pair) for pair in pairs) >= 7
    printed = (STATIC / "bulletins/pdf.css").read_text(encoding="utf-8")
    assert f".theme--{drawing} > h2 {{ color: {pairs[0][0]}; }}" in printed


def test_new_theme_asks_for_no_address_and_shows_the_drawings(client, administrator):
    client.force_login(administrator)
    add = reverse("admin:initiatives_theme_add")
    response = client.get(add)
    assert "slug" not in form_of(response, "theme_form")
    page = response.content.decode()
    assert page.count('name="pictogram"') == len(Theme.Pictogram.values)
    assert "#theme-vagues" in page
    assert "Vagues" in page
    save(client, add, "theme_form", name="Après l’inondation", pictogram="theme-vagues")
    theme = Theme.objects.get(name="Après l’inondation")
    assert (theme.slug, theme.pictogram) == ("apres-l-inondation", "theme-vagues")


def test_address_of_a_theme_is_free_and_stays_when_its_name_changes(db):
    one, two = (Theme.objects.create(name=name) for name in ("Santé", "Sante"))
    assert (one.slug, two.slug) == ("sante", "sante-2")
    assert Theme.objects.create(name="?").slug == "sans-nom"
    one.name = "Soins"
    one.save()
    assert one.slug == "sante"


def test_unknown_drawing_is_refused(db):
    with pytest.raises(ValidationError, match="n’est pas un choix valide"):
        Theme(name="Santé", slug="sante", pictogram="theme-inconnu").full_clean()


def test_chosen_drawing_is_shown_to_the_public(client, db):
    Theme.objects.filter(slug="protection").update(pictogram="theme-vagues")
    row = make_initiative()
    for address in ("/", "/initiatives/", row.get_absolute_url(), make_theme().get_absolute_url()):
        page = client.get(address).content.decode()
        assert "#theme-vagues" in page, address
        assert "theme--vagues" in page, address
        assert "#theme-protection" not in page, address


def test_audiences_are_sorted_as_french_sorts(db):
    for name in ("soignants", "écoliers", "familles", "Œuvres scolaires", "élèves", "enfants"):
        make_audience(name)
    names = [audience.name for audience in Audience.objects.all()]
    assert names == ["écoliers", "élèves", "enfants", "familles", "Œuvres scolaires", "soignants"]


def test_renamed_audience_moves_to_its_new_place(db):
    one = make_audience("écoliers")
    make_audience("familles")
    one.name = "lycéens"
    one.save()
    assert [audience.name for audience in Audience.objects.all()] == ["familles", "lycéens"]


def test_facet_of_audiences_is_sorted_as_french_sorts(client, db):
    audiences = [make_audience(name) for name in ("soignants", "étudiants", "familles")]
    row = make_initiative()
    row.audiences.set(audiences)
    options = client.get("/initiatives.json").json()["facets"]["public"]
    assert [option["label"] for option in options] == ["étudiants", "familles", "soignants"]
