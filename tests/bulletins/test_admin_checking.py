"""“Vérifier”: each point leads to the block that holds the words, for officers too."""

import re

import pytest
from django.urls import reverse

from tests.builders import NOW, make_contact, make_initiative, make_person, make_section
from tests.bulletins.issues import make_cited, make_draft, make_published

PUBLISHED_WORDS = "Appelez le xxx."


def _url(name, *args):
    return reverse(f"admin:bulletins_{name}", args=args)


def _check(pk):
    return reverse("workshop:proof", args=[pk])


def _links(client, url):
    """The sentence of each remark with the first form after it, less the way back, and its words."""
    page = client.get(url).content.decode()
    found = {}
    for one in re.findall(r'<li class="remark.*?</li>', page, re.DOTALL):
        text = re.search(r"</strong> (.*?)(?:</p>| <a )", one, re.DOTALL)[1]
        links = re.findall(r'<a href="([^"]*)">(.*?)<span', one, re.DOTALL)
        for href, words in [link for link in links if "/change/" in link[0] or "/sommaire/" in link[0]][:1]:
            found[text] = re.sub(r"\?retour=[^#]*", "", href), words
    return found


@pytest.fixture
def faulty(db):
    """A draft with something to mend in each place, and the rows that hold it."""
    told, own = make_cited("Une", summary="Bon texte."), make_cited("Deux", summary="Texte à compléter.")
    titled = make_cited("Trois todo")
    draft = make_draft(make_cited(), told, own, titled, introduction="Lorem ipsum.", dated_on=None)
    section = draft.sections.get()
    section.entries.filter(initiative=told).update(wording=PUBLISHED_WORDS)
    empty = make_section(draft, theme="soignants", heading="Plus tard")
    return draft, section, empty, own, titled


def test_each_point_leads_to_the_block_that_holds_it(client, officer, faulty):
    client.force_login(officer)
    draft, section, empty, own, titled = faulty
    links = _links(client, _check(draft.pk))

    def link(words):
        return next(link for text, link in links.items() if words in text)

    bulletin, record = _url("bulletin_change", draft.pk), "admin:initiatives_initiative_change"
    wording = f"{_url('section_change', section.pk)}#id_entries-1-wording"
    assert link("« Une » contient") == (wording, "Ouvrir le texte du jour")
    assert link("« Deux » contient") == (f"{reverse(record, args=[own.pk])}#id_summary", "Ouvrir la fiche")
    assert link("« Trois todo » contient") == (f"{reverse(record, args=[titled.pk])}#id_title", "Ouvrir la fiche")
    assert link("pas de date") == (f"{bulletin}#id_dated_on", "Ouvrir le bulletin")
    assert link("introduction du bulletin") == (f"{bulletin}#id_introduction", "Ouvrir le bulletin")
    line = f"{_url('bulletin_compose', draft.pk)}#rubrique-{empty.pk}"
    assert link("est vide") == (line, "Ouvrir le sommaire")
    for href, _ in links.values():
        page = client.get(href.partition("#")[0]).content.decode()
        assert f'id="{href.partition("#")[2]}"' in page
    page = client.get(wording.partition("#")[0]).content.decode()
    block = re.search(r'<textarea[^>]*id="id_entries-1-wording"[^>]*>(.*?)</textarea>', page, re.DOTALL)[1]
    assert block.strip() == PUBLISHED_WORDS


def test_name_in_the_wording_of_the_day_leads_there(client, officer):
    client.force_login(officer)
    initiative = make_cited("Une", summary="Rien.")
    initiative.persons.add(make_person("Jeanne Martin"))
    draft = make_draft(initiative)
    section = draft.sections.get()
    section.entries.update(wording="Jeanne Martin coud.")
    ((href, words),) = _links(client, _check(draft.pk)).values()
    assert (href, words) == (
        f"{_url('section_change', section.pk)}#id_entries-0-wording", "Ouvrir le texte du jour",
    )  # fmt: skip


def test_what_is_cited_twice_or_gone_leads_to_its_line(client, officer, editor):
    client.force_login(officer)
    twice = make_cited("Deux fois")
    gone = make_initiative("Partie", published=False, status="withdrawn", withdrawn_at=NOW, withdrawn_by=editor)
    draft = make_draft(twice, gone)
    again = make_section(draft, twice, theme="soignants").entries.get()
    links = _links(client, _check(draft.pk))
    compose = _url("bulletin_compose", draft.pk)
    lines = {href for href, words in links.values() if words == "Ouvrir le sommaire"}
    assert lines == {f"{compose}#entree-{again.pk}", f"{compose}#entree-{draft.sections.first().entries.last().pk}"}


@pytest.mark.parametrize("fixture", ["officer", "editor"])
def test_the_count_of_points_is_a_link_everywhere(client, request, faulty, fixture):
    client.force_login(request.getfixturevalue(fixture))
    draft = faulty[0]
    check = _check(draft.pk)
    first_page = client.get(reverse("admin:index")).content.decode()
    assert re.search(rf'<a class="badge badge--error" href="{check}">5 points à corriger', first_page)
    for page in ("bulletin_changelist", "bulletin_change", "bulletin_compose"):
        args = [] if page == "bulletin_changelist" else [draft.pk]
        assert f'href="{check}"' in client.get(_url(page, *args)).content.decode()
    assert client.get(check).status_code == 200
    may_publish = fixture == "editor"
    assert ("/acte/publier/" in client.get(check).content.decode()) == may_publish


def test_nothing_is_lacking(client, officer):
    client.force_login(officer)
    assert "Rien ne manque" in client.get(_check(make_draft().pk)).content.decode()


def test_check_is_for_the_office_alone(client, officer):
    draft = make_draft()
    assert client.get(_check(draft.pk)).status_code == 302
    client.force_login(officer)
    assert client.get(_check(10**6)).status_code == 404
    old = _url("bulletin_check", draft.pk)  # the address that the page once had
    assert client.get(old).headers["Location"] == _check(draft.pk)


def test_publication_page_has_the_same_links(client, editor, faulty):
    client.force_login(editor)
    draft = faulty[0]
    assert _links(client, _url("bulletin_act", draft.pk, "publier")) == _links(client, _check(draft.pk))


def test_private_number_leads_to_the_text_that_holds_it_and_to_its_contact(client, officer):
    client.force_login(officer)
    contact = make_contact("+33639981234", kind="phone", is_personal=True, is_public=False)
    own, told = make_cited("Une", summary="Appelez le 06 39 98 12 34."), make_cited("Deux", summary="Rien.")
    named = make_person("Jeanne Modèle", is_public=True, capacity="au 06 11 11 11 11")
    told.persons.add(named)
    draft = make_draft(own, told)
    section = draft.sections.get()
    section.entries.filter(initiative=own).update(wording="Rien à dire ici.")
    section.entries.filter(initiative=told).update(wording="Appelez le 06 99 99 99 99.")
    page = client.get(_check(draft.pk)).content.decode()
    errors = re.findall(r'<li class="remark remark--error"[^>]*>.*?</strong> (.*?)</p>(.*?)</li>', page, re.DOTALL)
    found = {
        re.match(r"(.*?) imprime", text)[1]: re.findall(r'href="([^"?]*/change/)\?retour=[^#"]*([^"]*)"', links)
        for text, links in errors
    }
    found = {name: ["".join(parts) for parts in links] for name, links in found.items()}
    record = reverse("admin:initiatives_initiative_change", args=[own.pk])
    assert found == {
        "Le texte de l’initiative «\u00a0Une\u00a0»": [
            f"{record}#id_summary", reverse("admin:organisations_contact_change", args=[contact.pk]),
        ],
        "Le texte du jour de «\u00a0Deux\u00a0»": [f"{_url('section_change', section.pk)}#id_entries-1-wording"],
        "La qualité de Jeanne Modèle": [
            f"{reverse('admin:organisations_person_change', args=[named.pk])}#id_capacity"
        ],
    }  # fmt: skip


@pytest.mark.parametrize(("drafts", "queries"), [(1, 28), (3, 40)])
def test_list_counts_the_remarks_of_its_drafts(client, officer, editor, django_assert_num_queries, drafts, queries):
    make_published(editor, number=90)
    for number in range(drafts):
        make_draft(make_cited(f"Couture {number}", summary="xxx", contacts=()))
    client.force_login(officer)
    with django_assert_num_queries(queries):
        page = client.get(_url("bulletin_changelist")).content.decode().replace("\u00a0", " ")
    assert page.count("1 à corriger, 1 à vérifier") == drafts


def test_long_list_counts_the_first_drafts_only(client, officer):
    for _ in range(7):
        make_draft()
    client.force_login(officer)
    page = client.get(_url("bulletin_changelist")).content.decode()
    assert (page.count("rien à corriger"), page.count(">Vérifier<")) == (5, 2)


def test_each_remark_jumps_to_its_block_in_the_atelier(client, editor):
    client.force_login(editor)
    draft = make_draft(make_cited("Une", contacts=[make_contact("https://[", kind="website")]), dated_on=None)
    link = draft.links.create(url="http://", label="Le site", position=1)
    entry = draft.sections.get().entries.get()
    atelier = reverse("workshop:page", args=[draft.pk])
    there = client.get(atelier).content.decode()
    for page in (_check(draft.pk), _url("bulletin_act", draft.pk, "publier")):
        found = re.findall(r'<a href="([^"]*)">Aller au texte', client.get(page).content.decode())
        keys = [f"bulletin-{draft.pk}-dated_on", f"link-{link.pk}-url", f"entry-{entry.pk}-wording"]
        assert found == [f"{atelier}#ouvrir-{key}" for key in keys]
        assert [f'id="ouvrir-{key}"' in there for key in keys] == [True, True, True]


def test_a_bulletin_without_initiative_leads_to_what_may_be_placed(client, officer):
    client.force_login(officer)
    draft = make_draft()
    draft.sections.all().delete()
    href = f"{reverse('workshop:page', args=[draft.pk])}#a-placer"
    assert f'<a href="{href}">Placer une initiative' in client.get(_check(draft.pk)).content.decode()
