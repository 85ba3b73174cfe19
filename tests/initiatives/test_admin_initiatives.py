"""Entering initiatives in the back office: one screen, search without accents, warnings, bad input."""

from decimal import Decimal

import pytest
from django.urls import reverse

from initiatives.models import Figure, Initiative, Theme
from tests.backoffice.forms import form_of, save
from tests.builders import (
    make_area,
    make_audience,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_theme,
)

LIST = reverse("admin:initiatives_initiative_changelist")
ADD = reverse("admin:initiatives_initiative_add")
FORM = "initiative_form"


def _change(initiative):
    return reverse("admin:initiatives_initiative_change", args=[initiative.pk])


def _new(client, **changes):
    data = {"title": "Des couturières", "theme": make_theme().pk, "summary": "Elles cousent.", **changes}
    return save(client, ADD, FORM, **data)


def test_officer_enters_one_initiative_on_one_screen(client, officer):
    client.force_login(officer)
    commune, area, who, contact = make_commune("Béthune"), make_area("Calaisis"), make_organisation(), make_contact()
    response = _new(
        client,
        **{
            "participations-0-organisation": who.pk,
            "places-0-commune": commune.pk,
            "coverages-0-area": area.pk,
            "figures-0-item": "masques",
            "figures-0-amount": "1600",
            "figures-0-unit": "masques",
            "contacts": [contact.pk],
            "started_on": "30/04/2020",
        },
    )
    assert response.status_code == 302
    initiative = Initiative.objects.get()
    assert initiative.status == Initiative.Status.DRAFT
    assert initiative.created_by == officer
    assert [place.commune for place in initiative.places.all()] == [commune]
    assert [part.organisation for part in initiative.participations.all()] == [who]
    assert str(initiative.started_on) == "2020-04-30"
    assert initiative.history.first().history_user == officer


def test_form_follows_the_order_in_which_an_officer_thinks(client, officer):
    client.force_login(officer)
    page = client.get(ADD).content.decode()
    groups = ["Quoi", "Qui", "Où", "Pour qui", "En chiffres", "Contacts", "Publication"]
    places = [page.index(f'class="group__name">{name}<') for name in groups]
    assert places == sorted(places)
    assert page.index("participations-group") < page.index("places-group") < page.index("figures-group")


def test_status_is_never_posted(client, officer):
    client.force_login(officer)
    _new(client, status="published", published_by=officer.pk)
    assert Initiative.objects.get().status == Initiative.Status.DRAFT


@pytest.mark.parametrize("words", ["couturieres", "COUTURIÈRES", "bethune", "béthune", "echarpe d'or", "l’écharpe"])
def test_list_is_searched_without_accents_and_case(client, officer, words):
    client.force_login(officer)
    found = make_initiative(
        "Les couturières", communes=(make_commune("Béthune"),), organisations=(make_organisation("L’Écharpe d’or"),)
    )
    make_initiative("Rien de tel")
    response = client.get(LIST, {"q": words})
    assert [row.pk for row in response.context["cl"].result_list] == [found.pk]


def test_list_shows_place_status_and_last_change(client, officer):
    client.force_login(officer)
    _new(client, **{"places-0-commune": make_commune("Marck").pk})
    page = client.get(LIST).content.decode()
    assert "Marck" in page
    assert "badge--quiet" in page
    assert "redactrice" in page


def test_list_has_a_fixed_number_of_queries(client, officer, django_assert_num_queries):
    client.force_login(officer)
    make_initiative(communes=(make_commune(),))
    with django_assert_num_queries(11):
        client.get(LIST)
    for _ in range(2):
        make_initiative(communes=(make_commune(), make_commune()), areas=(make_area(),))
    with django_assert_num_queries(11):
        client.get(LIST)


def test_probable_duplicate_is_told_with_a_link_and_not_blocked(client, officer):
    client.force_login(officer)
    commune = make_commune("Marck")
    known = make_initiative("Les couturières de Marck cousent des masques", communes=(commune,))
    response = _new(client, title="Des couturières de Marck cousent des masques", **{"places-0-commune": commune.pk})
    assert response.status_code == 302
    page = client.get(response.url).content.decode()
    assert "peut-être un doublon" in page
    assert _change(known) in page
    assert Initiative.objects.count() == 2


def test_like_title_elsewhere_is_no_duplicate(client, officer):
    client.force_login(officer)
    make_initiative("Le CCAS appelle les aînés de la ville", communes=(make_commune("Arras"),))
    response = _new(
        client, title="Le CCAS appelle les aînés à Calais", **{"places-0-commune": make_commune("Calais").pk}
    )
    assert "doublon" not in client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"started_on": "31/02/2020"}, "Saisissez une date valide"),
        ({"summary": "x" * 100_000}, "20000"),
        ({"title": "a\x00b"}, "caractère nul"),
        ({"title": "t" * 300}, "200"),
        ({"theme": "99999999999999999999"}, "Sélectionnez un choix valide"),
        ({"contacts": ["99999999999999999999"]}, "Sélectionnez un choix valide"),
        ({"figures-0-item": "masques", "figures-0-amount": "-3", "figures-0-unit": "masques"}, "plus grande que zéro"),
        ({"figures-0-item": "masques", "figures-0-amount": "3", "figures-0-unit": "12"}, "unité est un mot"),
        ({"places-0-commune": "99999"}, "Sélectionnez un choix valide"),
    ],
)
def test_bad_input_is_refused_in_french_and_kept(client, officer, changes, sentence):
    client.force_login(officer)
    response = _new(client, **{"summary": "Un texte à garder.", **changes})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page.replace("\u202f", "").replace("\u00a0", "")
    assert 'id="erreurs"' in page
    if "summary" not in changes:
        assert "Un texte à garder." in page
    assert not Initiative.objects.exists()


@pytest.mark.parametrize("page", ["change", "history", "delete"])
@pytest.mark.parametrize("key", ["99999999999999999999", "-1", "abc", "_00", "1'--"])
def test_strange_keys_lead_home(client, administrator, page, key):
    client.force_login(administrator)
    response = client.get(f"/admin/initiatives/initiative/{key}/{page}/")
    assert response.status_code in (302, 404)


@pytest.mark.parametrize(
    "query", ["status__exact=zzz", "theme__id__exact=99999999999999999999", "theme__id__exact=abc", "p=999999999",
              "q=" + "é" * 300, "manque=zzz", "o=9.9.9", "all=x", "created_at__year=abc"],
)  # fmt: skip
def test_strange_lists_never_fail(client, officer, query):
    client.force_login(officer)
    make_initiative()
    assert client.get(f"{LIST}?{query}").status_code in (200, 302, 400)


def test_forged_selection_never_fails(client, editor):
    client.force_login(editor)
    make_initiative()
    response = client.post(LIST, {"action": "publish_chosen", "_selected_action": ["abc", "99999999999999999999"]})
    assert response.status_code == 302


def test_two_saves_of_the_same_line_show_the_form_again(client, officer):
    """A line typed twice breaks a rule of the database: said at the line, nothing lost."""
    client.force_login(officer)
    commune = make_commune("Marck")
    response = _new(
        client,
        **{
            "places-TOTAL_FORMS": "2",
            "places-0-commune": commune.pk,
            "places-1-commune": commune.pk,
            "places-1-role": "acts",
        },
    )
    assert response.status_code == 200
    assert "Des couturières" in response.content.decode()


def test_what_only_the_database_refuses_shows_the_form_again(client, officer):
    """“Eleves” has another name but the address of “Élèves”, which no field of the form shows."""
    client.force_login(officer)
    make_audience("Élèves")
    response = save(client, reverse("admin:initiatives_audience_add"), "audience_form", name="Eleves")
    assert response.status_code == 409
    assert "Une ligne presque semblable est déjà enregistrée" in response.content.decode()
    assert 'value="Eleves"' in response.content.decode()


def test_every_field_of_the_form_has_a_label(client, officer):
    client.force_login(officer)
    response = client.get(_change(make_initiative(communes=(make_commune(),), contacts=(make_contact(),))))
    page = response.content.decode()
    for name in form_of(response, FORM):
        field_id = f'id="id_{name}"'
        if field_id in page and f'type="hidden" name="{name}"' not in page and "FORMS" not in name:
            assert f'for="id_{name}"' in page, name
    assert 'style="' not in page
    assert "onclick" not in page


def test_new_theme_comes_last_in_the_list_and_in_the_directory(client, administrator):
    client.force_login(administrator)
    add = reverse("admin:initiatives_theme_add")
    assert form_of(client.get(add), "theme_form")["position"] == [""]
    save(client, add, "theme_form", name="Voisinage")
    assert Theme.objects.last().slug == "voisinage"
    assert list(client.get(reverse("admin:initiatives_theme_changelist")).context["cl"].result_list)[-1].slug == (
        "voisinage"
    )
    make_initiative(theme="voisinage"), make_initiative()
    assert [theme.slug for theme in client.get("/").context["themes"]][-1] == "voisinage"
    save(client, reverse("admin:initiatives_theme_change", args=[Theme.objects.first().pk]), "theme_form", position="")
    assert Theme.objects.first().slug == "soignants"


def test_history_tells_a_figure_in_french_and_its_unit_once(client, officer):
    client.force_login(officer)
    row = make_initiative("Blouses")
    figure = Figure.objects.create(initiative=row, item="blouses", amount=Decimal("1200"), unit="blouses")
    figure.amount = Decimal("1500.5")
    figure.save()
    page = client.get(reverse("admin:initiatives_initiative_history", args=[row.pk])).content.decode()
    assert "chiffre : blouses, 1\u00a0200, déjà fait, en tout" in page.replace("\u00a0:", " :")
    assert "1\u00a0500,5" in page
    assert "1200.00" not in page
