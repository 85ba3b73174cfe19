"""A security key in a browser that has one: Chromium's own, made of software. Added, then asked for at the log-in."""

import pytest
from django.urls import reverse

from backoffice.models import SecurityKey
from tests.backoffice.access.telephones import PASSWORD
from tests.builders import make_user

KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasResidentKey": False,
    "hasUserVerification": False,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def site(live_server, settings):
    """Under a name: at an address in numbers browsers let no key serve."""
    settings.SITE_URL = live_server.url.replace("127.0.0.1", "localhost")
    return settings.SITE_URL


def test_key_is_added_and_opens_the_account(page, site, transactional_db, complaints, axe_finds):
    make_user("redactrice", group="rédaction", password=PASSWORD)
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})

    def give_password():
        page.goto(site + reverse("admin:account"))
        page.fill("#id_username", "redactrice")
        page.fill("#id_password", PASSWORD)
        page.click("[type=submit]")

    give_password()
    page.click("text=Ajouter une clé de sécurité")
    assert axe_finds() == []
    page.fill("#id_name", "Clé USB du bureau")
    page.click("text=Ajouter cette clé")
    page.wait_for_selector(".recovery")
    page.goto(site + reverse("admin:keys"))
    assert axe_finds() == []
    page.fill("#id_name", "La même")
    page.click("text=Ajouter cette clé")
    page.wait_for_selector("text=déjà parmi les vôtres")
    page.click("#logout-form button")
    give_password()
    page.wait_for_selector("text=Utiliser une clé de sécurité")
    assert axe_finds() == []
    page.click("text=Utiliser une clé de sécurité")
    page.wait_for_url("**/admin/compte/")
    assert "employée pour la dernière fois" in page.inner_text("#content-main")
    assert SecurityKey.objects.get().sign_count > 0
    page.click("text=Téléphone et codes de secours")
    page.fill("#retirer_password", PASSWORD)
    page.click("text=Utiliser une clé de sécurité")
    page.wait_for_selector("text=le mot de passe suffit de nouveau")
    assert not SecurityKey.objects.exists()
