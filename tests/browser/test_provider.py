"""There and back in a browser, whose policy holds redirections of forms too: in, tied, out."""

import pytest
from django.urls import reverse

from tests.backoffice.provider.serving import trusted_provider


@pytest.fixture
def there(settings):
    with trusted_provider(settings) as provider:
        yield provider


def test_officer_comes_in_by_the_provider_and_leaves_both(
    page, live_server, transactional_db, there, complaints, axe_finds
):
    page.goto(live_server.url + reverse("admin:account"))
    assert axe_finds() == []
    page.click("text=Se connecter avec ProEssai")
    page.wait_for_url("**/admin/compte/")
    assert "par ProEssai" in page.inner_text(".sessions")
    page.click("#logout-form button")
    page.wait_for_url("**/admin/fournisseur/deconnexion/**")  # led there, and back
    assert there.count("/logout") == 1
    assert "chez ProEssai" in page.inner_text("#content-main")
    assert axe_finds() == []
    there.declines = "access_denied"
    page.click("text=Se reconnecter")
    page.click("text=Se connecter avec ProEssai")
    complaints.clear()  # the browser notes that the page has the status 403
    assert "La connexion n’a pas abouti" in page.inner_text("h1")
    assert axe_finds() == []
    page.click("text=Revenir à la page de connexion")
    assert page.is_visible("#id_username")
