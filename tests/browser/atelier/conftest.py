"""A draft of two sections, and one or two people on its page."""

from datetime import date

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from bulletins.models import BulletinLink
from tests.browser.atelier.steps import PASSWORD, leave
from tests.browser.conftest import seat
from tests.builders import make_bulletin, make_commune, make_initiative, make_section, make_user


@pytest.fixture
def draft(transactional_db):
    bulletin = make_bulletin("Le prochain", dated_on=date(2020, 4, 30), introduction="Bonjour à tous.")
    rows = [make_initiative(title, communes=(make_commune(),)) for title in ("Une", "Deux")]
    make_section(bulletin, *rows, position=1, heading="Protéger")
    make_section(bulletin, make_initiative("Trois"), theme="soignants", position=2, heading="Soigner")
    BulletinLink.objects.create(bulletin=bulletin, label="Aider", url="https://exemple.fr/")
    return bulletin


@pytest.fixture
def atelier(draft, page, live_server, signed_in):
    signed_in(make_user("dominique", group="rédaction", password=PASSWORD))
    page.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    expect(page.locator("html")).to_have_class("has-script")
    yield page
    leave(page)


@pytest.fixture
def colleague(draft, browser, live_server, atelier):
    """Another person in another browser, on the same page."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    seat(context, live_server.url, make_user("camille", group="édition"))
    other = context.new_page()
    other.goto(live_server.url + reverse("workshop:page", args=[draft.pk]))
    yield other
    leave(other)
    context.close()
