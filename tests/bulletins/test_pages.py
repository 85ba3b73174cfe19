"""The public pages show the frozen edition, less what is no longer public, and nothing of a draft."""

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bulletins.models import Bulletin, Edition
from bulletins.occulting.acts import occult_edition
from bulletins.services import rectify_bulletin, withdraw_bulletin
from bulletins.sitemaps import BulletinSitemap
from initiatives.services import withdraw_initiative
from initiatives.uniting.initiatives import merge_initiatives
from organisations.services import merge_contacts, merge_organisations, merge_persons
from tests.builders import (
    make_area,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_series,
    make_territory,
)
from tests.bulletins.issues import LATER, make_cited, make_draft, make_published

pytestmark = pytest.mark.django_db

PAGE, PDF, ARCHIVE, FEED = "/bulletins/1/", "/bulletins/1.pdf", "/bulletins/", "/bulletins/atom.xml"
FOLLOW = "/bulletins/suivre/"


def read(client, url, status=200):
    response = client.get(url)
    assert response.status_code == status
    return response.content.decode()


def test_page_shows_all_that_was_frozen(client, editor):
    marck, area = make_commune("Marck", insee="62548"), make_area("Calaisis")
    organisation = make_organisation("Les Petites Mains")
    initiative = make_cited(
        "Couture à Marck",
        summary="Des **masques** cousus.",
        communes=(marck,),
        areas=(area,),
        organisations=(organisation,),
        contacts=(make_contact("+33321855370", kind="phone"),),
        figures=({"item": "masques en tissu", "amount": 1600, "unit": "masques"},),
    )
    bulletin = make_published(editor, initiative, place="Arras", closing="Continuons.")
    bulletin.links.create(label="Devenir bénévole", url="https://exemple.fr/aider")
    bulletin.signatory_function = "préfète"
    bulletin.save()
    rectify_bulletin(bulletin=bulletin, by=editor, correction="Le lien manquait.", now=LATER)
    page = read(client, PAGE)
    for words in (
        "<strong>masques</strong>",
        "Arras, le",
        "30\u00a0avril\u00a02020",
        "1\u00a0600\u00a0masques",
        "Camille Exemple",
        "préfète",
        "Continuons.",
        'href="tel:+33321855370"',
        'href="https://exemple.fr/aider"',
        f'href="/communes/62548-{marck.slug}/"',
        f'href="/initiatives/?territoire={area.slug}"',
        f'href="{organisation.get_absolute_url()}"',
        f'href="{initiative.get_absolute_url()}"',
        "Rectifié le 4\u00a0mai\u00a02020",
        "Le lien manquait.",
        "PDF accessible",
    ):
        assert words in page
    assert page.count("<h1") == 1


def test_page_describes_itself_to_machines(client, editor):
    make_territory()
    make_published(editor, make_cited("Fin </script> de page"))
    page = read(client, PAGE)
    assert '<link rel="canonical" href="http://testserver/bulletins/1/">' in page
    assert '<meta property="og:type" content="article">' in page
    described = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL).group(1))
    assert described["@type"] == "NewsArticle"
    assert described["isPartOf"]["issueNumber"] == 1
    assert described["mentions"][0]["headline"] == "Fin </script> de page"


def test_press_contact_comes_from_the_installation(client, editor):
    make_territory(press_office="Service de presse", press_phone="+33321212000", press_email="presse@exemple.fr")
    edition = make_published(editor).editions.get()
    assert edition.snapshot["contact_block"] == ["Service de presse"]
    assert [told["url"] for told in edition.snapshot["press"]] == ["tel:+33321212000", "mailto:presse@exemple.fr"]
    assert "03\u00a021\u00a021\u00a020\u00a000" in read(client, PAGE)


def test_number_that_was_not_printed_stays_out_of_the_masthead(client, editor):
    make_published(editor, is_number_printed=False)
    page = read(client, PAGE)
    assert "masthead__number" not in page
    assert "<title>Covid-19 : le Pas-de-Calais solidaire, 30" in page


def test_title_is_not_broken_before_its_colon(client, editor):
    make_published(editor, number=3, title="Solidaire : les gestes <b>")
    assert "<h1>Solidaire\u00a0: les gestes &lt;b&gt;</h1>" in client.get("/bulletins/3/").content.decode()


def test_later_changes_of_the_rows_change_no_page(client, editor):
    organisation, commune = make_organisation("Ancien nom"), make_commune("Ancienneville")
    initiative = make_cited("Ancien titre", organisations=(organisation,), communes=(commune,), summary="Anciens mots.")
    bulletin = make_published(editor, initiative)
    before = [read(client, url) for url in (PAGE, ARCHIVE, FEED)]
    printed = client.get(PDF).headers["ETag"]
    initiative.refresh_from_db()
    organisation.name, commune.name, initiative.title = "Nouveau nom", "Nouvelleville", "Nouveau titre"
    for row in (organisation, commune):
        row.save()
    initiative.summary = "Nouveaux mots."
    initiative.save()
    bulletin.refresh_from_db()
    bulletin.introduction = "Nouvelle introduction."
    bulletin.save()
    bulletin.sections.update(heading="Nouvel intertitre")
    bulletin.series.signatory_name = "Nouveau signataire"
    bulletin.series.save()
    assert [read(client, url) for url in (PAGE, ARCHIVE, FEED)] == before
    assert client.get(PDF).headers["ETag"] == printed


def test_one_withdrawal_clears_name_and_contact_everywhere(client, editor):
    person = make_person("Jeanne Martin", capacity="habitante", is_public=True)
    contact = make_contact("jeanne@exemple.fr", is_personal=True)
    initiative = make_cited("Jeanne Martin coud", summary="Mme Martin répond à jeanne@exemple.fr.", contacts=(contact,))
    initiative.persons.add(person)
    make_published(editor, initiative, introduction="Merci à Jeanne Martin.", title="Jeanne Martin et les autres")
    surfaces = (PAGE, ARCHIVE, FOLLOW, FEED)
    assert all("Jeanne Martin" in read(client, url) for url in surfaces)
    printed = client.get(PDF).headers["ETag"]
    person.is_public = contact.is_public = False
    person.save()
    contact.save()
    for url in surfaces:
        page = read(client, url)
        assert "[nom retiré]" in page
        assert not re.search(r"Jeanne Martin|Mme Martin|jeanne@exemple\.fr", page)
    assert client.get(PDF).headers["ETag"] != printed


def test_person_entered_after_publication_is_hidden_too(client, editor):
    initiative = make_cited(summary="Jeanne Martin coud.")
    make_published(editor, initiative)
    assert "Jeanne Martin" in read(client, PAGE)
    initiative.persons.add(make_person("Jeanne Martin"))
    assert "Jeanne Martin" not in read(client, PAGE)


def test_withdrawn_initiative_keeps_its_words_without_link(client, editor):
    initiative = make_cited("Couture à Marck", organisations=(make_organisation("Les Petites Mains"),))
    make_published(editor, initiative)
    withdraw_initiative(initiative=initiative, by=editor, reason="Terminée")
    page = read(client, PAGE)
    assert "Couture à Marck" in page
    assert "Les Petites Mains" in page
    assert f"/initiatives/{initiative.pk}-" not in page
    assert "/organisations/" not in page


def test_merged_initiative_still_leads_to_the_one_that_was_kept(client, editor):
    initiative = make_cited("Couture à Marck")
    make_published(editor, initiative)
    merge_initiatives(kept=make_initiative(), duplicate=initiative, by=editor)
    assert f"/initiatives/{initiative.pk}-" in read(client, PAGE)


def test_united_organisation_keeps_its_words_and_leads_to_the_kept_one(client, editor):
    kept, duplicate = make_organisation("Les couturières"), make_organisation("Couturières de Marck")
    make_published(editor, make_cited(organisations=(duplicate,)))
    merge_organisations(kept=kept, duplicate=duplicate, by=editor)
    assert f'<a href="{kept.get_absolute_url()}">Couturières de Marck</a>' in read(client, PAGE)


def test_united_contact_and_person_keep_their_words_until_one_is_hidden(client, editor):
    kept, duplicate = make_contact("a@exemple.fr"), make_contact("b@exemple.fr")
    named, again = make_person("Jeanne Martin", is_public=True), make_person("Jeannette M.", is_public=True)
    initiative = make_cited(contacts=(duplicate,), summary="Jeannette M. coud.")
    initiative.persons.add(again)
    make_published(editor, initiative)
    merge_contacts(kept=kept, duplicate=duplicate, by=editor)
    merge_persons(kept=named, duplicate=again, by=editor)
    page = read(client, PAGE)
    assert "b@exemple.fr" in page
    assert "Jeannette M." in page
    type(kept).objects.filter(pk=kept.pk).update(is_public=False)
    type(named).objects.filter(pk=named.pk).update(is_public=False)
    page = read(client, PAGE)
    assert "exemple.fr" not in page
    assert "Jeannette" not in page


def test_united_person_is_printed_once(client, editor):
    named, again = make_person("Jeanne Martin", is_public=True), make_person("Jeannette Dupont", is_public=True)
    initiative = make_cited(summary="Merci.")
    initiative.persons.add(again)
    merge_persons(kept=named, duplicate=again, by=editor)
    snapshot = make_published(editor, initiative).editions.get().snapshot
    assert [row["name"] for row in snapshot["sections"][0]["entries"][0]["persons"]] == ["Jeanne Martin"]


def test_withdrawn_bulletin_answers_gone(client, editor):
    withdraw_bulletin(bulletin=make_published(editor, make_cited("Mot-unique")), by=editor, reason="Erreur", now=LATER)
    for url in (PAGE, PDF, f"{PAGE}?revision=1"):
        page = read(client, url, 410)
        assert "a été retiré" in page
        assert "4\u00a0mai\u00a02020" in page
        assert "Mot-unique" not in page
    for url in (ARCHIVE, FOLLOW, FEED):
        assert "Mot-unique" not in read(client, url)
    assert not list(BulletinSitemap().items())


def test_both_revisions_stay_readable(client, editor):
    bulletin = make_published(editor, make_cited(summary="1 000 masques."))
    bulletin.sections.get().entries.update(wording="1 200 masques.")
    rectify_bulletin(bulletin=bulletin, by=editor, correction="1 200 masques, pas 1 000.", now=LATER)
    current, first = read(client, PAGE), read(client, f"{PAGE}?revision=1")
    assert "1 200 masques." in current
    assert 'href="?revision=1"' in current
    assert "1 000 masques." in first
    assert "Version remplacée" in first
    assert "noindex" in first
    assert "noindex" not in current
    assert '<link rel="canonical" href="http://testserver/bulletins/1/">' in first


def test_occultation_is_told_without_its_reason(client, editor):
    initiative = make_cited(summary="Jeanne Martin coud.")
    person = make_person("Jeanne Martin", is_public=True)
    initiative.persons.add(person)
    bulletin = make_published(editor, initiative)
    edition = bulletin.editions.get()
    occult_edition(edition=edition, by=editor, reason="Demande de J. M.", persons=[person], now=LATER)
    page = read(client, PAGE)
    assert "données personnelles ont été retirées de ce texte le 4\u00a0mai\u00a02020" in page
    assert "Demande de J. M." not in page


@pytest.mark.parametrize(
    "url",
    [
        "/bulletins/2/",
        "/bulletins/0/",
        f"/bulletins/{10**30}/",
        f"/bulletins/{10**30}.pdf",
        f"/bulletins/{'9' * 5000}/",
        "/bulletins/-1/",
        "/bulletins/hors-serie/inconnu/",
        "/bulletins/hors-serie/inconnu.pdf",
        "/bulletins/serie/inconnue/1/",
        "/bulletins/1/?revision=2",
        "/bulletins/1/?revision=0",
        f"/bulletins/1/?revision={10**30}",
        "/bulletins/1/?revision=abc",
        "/bulletins/1.pdf?revision=",
        f"/bulletins/apercu/{10**30}/",
    ],
)
def test_unknown_addresses_are_not_found(client, editor, url):
    make_published(editor)
    client.force_login(editor)
    assert client.get(url).status_code == 404


@pytest.mark.parametrize("page", ["0", "-1", str(10**9), str(10**30), "abc", ""])
def test_archive_survives_any_page_number(client, editor, page):
    make_published(editor)
    assert "N°\u00a01" in read(client, f"{ARCHIVE}?page={page}")


def test_archive_groups_by_year_and_ends_with_the_undated(client, editor):
    make_published(editor, dated_on=date(2020, 4, 30))
    make_published(editor, dated_on=date(2021, 1, 7))
    make_published(editor, kind=Bulletin.Kind.SPECIAL, title="Entreprises mobilisées", dated_on=None)
    page = read(client, ARCHIVE)
    assert re.findall(r'archive__year">([^<]+)<', page) == ["2021", "2020", "Sans date"]
    assert '/bulletins/hors-serie/entreprises-mobilisees.pdf"' in page
    assert 'PDF<span class="visually-hidden"> du hors-série</span>' in page


def test_empty_archive_helps(client):
    assert "Aucun bulletin" in read(client, ARCHIVE)


def test_neighbours_skip_holes_drafts_and_withdrawn(client, editor):
    for number in (1, 2, 6):
        make_published(editor, number=number)
    withdraw_bulletin(bulletin=Bulletin.objects.get(number=2), by=editor, reason="Erreur")
    make_draft(number=4)
    page = read(client, "/bulletins/6/")
    assert '<a rel="prev" href="/bulletins/1/">' in page
    assert 'rel="next"' not in page


def test_special_and_other_series_have_their_addresses(client, editor):
    make_series()
    special = make_published(editor, kind=Bulletin.Kind.SPECIAL, title="Entreprises mobilisées")
    other = make_published(editor, series=make_series("Inondations 2024", is_main=False))
    assert special.get_absolute_url() == "/bulletins/hors-serie/entreprises-mobilisees/"
    assert other.get_absolute_url() == "/bulletins/serie/inondations-2024/1/"
    assert "Entreprises mobilisées" in read(client, special.get_absolute_url())
    assert "Inondations 2024" in read(client, other.get_absolute_url())
    assert client.get(other.get_pdf_url()).status_code == 200
    assert client.get(PAGE).status_code == 404


def test_draft_appears_on_no_public_surface(client, editor):
    make_published(editor)
    make_draft(make_cited("Xylophone-brouillon"), title="Xylophone-titre", introduction="Xylophone-intro", number=3)
    make_draft(make_cited(), kind=Bulletin.Kind.SPECIAL, title="Xylophone-special")
    for url in (PAGE, ARCHIVE, FOLLOW, FEED):
        assert "ylophone" not in read(client, url)
    for url in ("/bulletins/3/", "/bulletins/3.pdf", "/bulletins/hors-serie/xylophone-special/"):
        assert "ylophone-" not in read(client, url, 404).replace(url, "")
    sitemap = BulletinSitemap()
    assert [sitemap.location(item) for item in sitemap.items()] == [PAGE]


def test_preview_shows_a_draft_to_the_office_alone(client, editor, officer):
    draft = make_draft(make_cited("Titre du brouillon"))
    url = f"/bulletins/apercu/{draft.pk}/"
    assert client.get(url).status_code == 302
    for account in (officer, editor):
        client.force_login(account)
        response = client.get(url)
        page = response.content.decode()
        assert "Aperçu" in page
        assert "Titre du brouillon" in page
        assert "noindex" in page
        assert "no-store" in response.headers["Cache-Control"]
    draft.refresh_from_db()
    assert draft.status == Bulletin.Status.DRAFT
    assert not Edition.objects.exists()


def test_preview_is_forbidden_without_the_permission(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("visiteuse"))
    assert client.get(f"/bulletins/apercu/{make_draft().pk}/").status_code == 403


def test_reading_changes_nothing_in_the_database(client, editor):
    bulletin = make_published(editor)
    client.force_login(editor)
    for url in (PAGE, PDF, ARCHIVE, FOLLOW, FEED, f"/bulletins/apercu/{bulletin.pk}/"):
        with CaptureQueriesContext(connection) as queries:
            b"".join(client.get(url))
        assert [query["sql"] for query in queries if not query["sql"].lstrip("( \n").startswith("SELECT")] == [], url


@pytest.mark.parametrize("url", [PAGE, PDF, ARCHIVE, FOLLOW, FEED, "/bulletins/apercu/1/"])
def test_pages_refuse_other_methods(client, editor, url):
    make_published(editor)
    client.force_login(editor)
    assert client.post(url).status_code == 405


def _rich_initiative():
    initiative = make_cited(
        organisations=(make_organisation(), make_organisation()),
        areas=(make_area(),),
        figures=({"item": "masques", "amount": 10, "unit": "masques"},),
    )
    initiative.persons.add(make_person(is_public=True))
    return initiative


@pytest.mark.parametrize("count", [1, 3])
def test_page_takes_a_fixed_number_of_queries(client, editor, django_assert_num_queries, count):
    make_published(editor, *[_rich_initiative() for _ in range(count)])
    with django_assert_num_queries(5):
        client.get(PAGE)


@pytest.mark.parametrize("count", [1, 3])
def test_archive_takes_a_fixed_number_of_queries(client, editor, django_assert_num_queries, count):
    for _ in range(count):
        make_published(editor, _rich_initiative())
    with django_assert_num_queries(4):
        client.get(ARCHIVE)


@pytest.mark.parametrize("count", [1, 3])
def test_page_about_following_takes_a_fixed_number_of_queries(client, editor, django_assert_num_queries, count):
    for _ in range(count):
        make_published(editor, _rich_initiative())
    with django_assert_num_queries(4):
        client.get(FOLLOW)


@pytest.mark.parametrize("count", [1, 3])
def test_feed_takes_a_fixed_number_of_queries(client, editor, django_assert_num_queries, count):
    for _ in range(count):
        make_published(editor, _rich_initiative())
    with django_assert_num_queries(4):
        client.get(FEED)


def test_page_says_how_to_reach_the_press_office_and_under_what_licence(client, editor):
    office = "Contact presse\nService de la communication"
    make_territory(press_office=office, press_phone="03 21 21 20 00", press_email="presse@exemple.fr")
    make_published(editor)
    page = read(client, PAGE)
    press = page.partition("<h3>Contact presse</h3>")[2].partition("</section>")[0]
    assert "Service de la communication" in press
    assert 'href="tel:+33321212000"' in press
    assert 'href="mailto:presse@exemple.fr"' in press
    assert '"license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"' in page
    assert "<rights>Préfecture du Pas-de-Calais, Licence Ouverte 2.0" in read(client, FEED)


def test_press_contact_is_frozen_and_not_said_twice(client, editor):
    territory = make_territory(press_office="Service de la communication, 03.21.21.20.00", press_phone="0321212000")
    make_published(editor)
    assert "tel:" not in read(client, PAGE)
    territory.press_phone = "0399999999"
    territory.save()
    assert "99" not in read(client, PAGE).partition("<h3>Contact presse</h3>")[2].partition("</section>")[0]
