"""Every link of the public pages says where it leads, out of its sentence: screen readers list links by their words."""

import re
from html.parser import HTMLParser

import pytest
from django.db import transaction
from django.test import Client, override_settings

from bulletins.models import Bulletin
from initiatives.models import Initiative
from organisations.models import Organisation

VAGUE = {"ici", "là", "cliquez ici", "lien", "pdf", "voir", "lire", "plus", "suite", "en savoir plus", "leurs données"}


class Links(HTMLParser):
    """(words, address) of each link: texts, spoken names of pictograms, hidden words."""

    def __init__(self, html):
        super().__init__()
        self.found, self.words, self.address = [], None, ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "a" and "href" in attrs:
            self.words, self.address = attrs.get("aria-label", ""), attrs["href"]
        elif self.words is not None:
            self.words += attrs.get("aria-label") or ""

    def handle_data(self, data):
        if self.words is not None:
            self.words += data

    def handle_endtag(self, tag):
        if tag == "a" and self.words is not None:
            self.found.append((re.sub(r"\s+", " ", self.words).strip(), self.address))
            self.words = None


@pytest.fixture(scope="module")
def pages(demonstration_rows, django_db_blocker, tmp_path_factory):
    """The links of one page of each kind of the demonstration; the rows are rolled back."""
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with django_db_blocker.unblock(), transaction.atomic(), media:
        demonstration_rows.put_back()
        paths = [
            *("/", "/initiatives/", "/initiatives/?q=masques&commune=62193", "/suivre/", "/suivre/?theme=protection"),
            *("/communes/62193-calais/", "/themes/protection/", "/bulletins/", "/bulletins/suivre/"),
            *("/mentions-legales/", "/accessibilite/", "/donnees-ouvertes/"),
            *(one.get_absolute_url() for one in Bulletin.objects.published()),
            *(one.get_absolute_url() for one in Initiative.objects.published()),
            *(one.get_absolute_url() for one in Organisation.objects.filter(contacts__isnull=False).distinct()[:5]),
        ]
        client = Client()
        yield {path: Links(client.get(path).content.decode()).found for path in paths}
        transaction.set_rollback(True)


def test_every_link_says_where_it_leads(pages):
    faults = [
        (path, words, address)
        for path, links in pages.items()
        for words, address in links
        if words.casefold() in VAGUE or len(words) < 2 or words.startswith(("http:", "https:"))
    ]
    assert faults == []


def test_contacts_say_their_kind(pages):
    kinds = ("Site internet", "Courriel", "Téléphone", "Facebook", "Twitter")
    told = [
        (words, address)
        for path, links in pages.items()
        if path.startswith(("/initiatives/", "/bulletins/", "/communes/"))
        for words, address in links
        if address.startswith(("tel:", "mailto:")) or "facebook.com" in address or "twitter.com" in address
    ]
    assert len(told) > 30
    assert [one for one in told if not one[0].startswith(kinds)] == []
