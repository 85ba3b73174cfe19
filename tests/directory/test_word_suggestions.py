"""What is proposed while words are typed: public rows only, from the first letters, nothing twice."""

import pytest

from directory.finding.suggesting import suggestions
from tests.builders import make_commune, make_initiative, make_organisation, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def bethune():
    return make_commune("Béthune", insee="62119", postal_codes=["62400"])


def labels(text: str, kind: str | None = None) -> list[str]:
    return [one.label for one in suggestions(text) if kind in (None, one.kind)]


def test_less_than_two_letters_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert suggestions("m") == suggestions("  é ") == suggestions("") == []


@pytest.mark.parametrize("text", ["mas", "masq", "masque", "masques", "cousus mas", "des masques"])
def test_initiative_is_found_by_the_beginning_of_its_last_word(text):
    row = make_initiative("Masques cousus par la mercerie")
    make_initiative("Masques d’un brouillon", published=False)
    (found,) = [one for one in suggestions(text) if one.kind == "initiative"]
    assert (found.label, found.url) == (row.title, row.get_absolute_url())


def test_hidden_name_is_not_told():
    row = make_initiative("Jeanne Dupontel coud des masques")
    row.persons.add(make_person("Jeanne Dupontel", is_public=False))
    assert labels("masq", "initiative")
    assert "Dupontel" not in str(suggestions("masq"))


def test_commune_leads_to_its_page_and_after_words_to_a_search(bethune):
    (whole,) = suggestions("beth")
    assert (whole.label, whole.url, whole.note) == ("Béthune", bethune.get_absolute_url(), "62400")
    (after,) = suggestions("masques béth")
    assert (after.label, after.url) == ("masques à Béthune", "/initiatives/?q=masques&commune=62119")
    assert labels("masques à béth") == ["masques à Béthune"]
    assert labels("à béth") == ["Béthune"]
    make_commune("Le Touquet", insee="62826")
    assert labels("soins touq") == ["soins au Touquet"]
    assert suggestions("masques de") == []  # two letters after a word begin too many names


def test_commune_outside_the_territory_is_not_proposed():
    make_commune("Béthune-Ailleurs", insee="59999", in_territory=False)
    assert suggestions("beth") == []


def test_theme_and_organisation_are_proposed_once_something_of_theirs_is_public():
    shown, draft, nameless = (make_organisation(f"Atelier {name}") for name in ("public", "discret", "sans nom"))
    nameless.is_nameless = True
    nameless.save()
    make_organisation("Atelier qui ne fait rien")
    make_initiative("Couture", theme="jeunes", organisations=(shown, nameless))
    make_initiative("Cuisine", theme="routiers", organisations=(draft,), published=False)
    assert [one.label for one in suggestions("atel") if one.kind != "initiative"] == ["Atelier public"]
    assert labels("jeun", "thème") != []
    assert labels("routi", "thème") == []


def test_organisation_of_a_private_person_is_not_named():
    make_initiative("Couture", organisations=(make_organisation("Dupontel Jeanne", kind="particulier"),))
    assert "Dupontel" not in str(suggestions("duponte"))


@pytest.mark.parametrize("text", ["m" * 5000, "’’''", "a:* & !", "( | )", "😀 x", "%_\\ ab"])
def test_strange_words_are_borne(text, client):
    assert client.get("/suggestions/", {"q": text}).status_code == 200


def test_fragment_is_a_listbox_under_the_asked_name(client, bethune):
    html = client.get("/suggestions/?q=beth&liste=q-proposees").content.decode()
    assert '<div role="listbox" id="q-proposees"' in html
    assert '"q-proposees-1"' in html
    assert 'id="x"' not in client.get('/suggestions/?q=beth&liste="><b id="x">').content.decode()
    assert client.get("/suggestions/?q=zzzz").content.strip() == b""


def test_fixed_number_of_queries(django_assert_num_queries, bethune):
    for number in range(3):
        make_initiative(f"Béthune, masques {number}", organisations=(make_organisation(f"Béthune {number}"),))
    # Communes, themes, organisations, initiatives and what is hidden of them.
    with django_assert_num_queries(6):
        assert len(suggestions("béthune")) == 7
