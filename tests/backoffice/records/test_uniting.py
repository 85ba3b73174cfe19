"""Two themes, two areas become one, and two again: what follows, what is chosen, where old addresses lead."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from backoffice.models import Union
from backoffice.records.contents import content_of
from backoffice.records.uniting import NotSeparable, NotUnitable, separate
from communes.models import Area
from communes.uniting import SHAPE as AREA
from communes.uniting import merge_areas
from initiatives.models import Coverage, Initiative, Theme
from initiatives.uniting.themes import SHAPE as THEME
from initiatives.uniting.themes import merge_themes
from tests.builders import NOW, make_area, make_bulletin, make_commune, make_initiative, make_section, make_user


@pytest.fixture
def themes(db):
    kept = Theme.objects.create(slug="aide", name="Aide", heading="S’entraider")
    gone = Theme.objects.create(slug="entraide", name="Entraide", description="Qui aide qui.", heading="Aider")
    return kept, gone


@pytest.fixture
def areas(db):
    arras, lens = make_commune("Arras"), make_commune("Lens")
    kept = make_area("Le Calaisis", communes=(arras,), kind=Area.Kind.CUSTOMARY)
    gone = make_area("Pays de Calais", communes=(lens,), kind=Area.Kind.CUSTOMARY, locative="en pays de Calais")
    gone.aliases.create(name="Calais et alentour")
    return kept, gone


def _url(row, page, *more):
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{page}", args=[row.pk, *more])


def test_all_that_names_a_theme_follows(themes, editor):
    kept, gone = themes
    row = make_initiative()
    Initiative.objects.filter(pk=row.pk).update(theme=gone)
    section = make_section(make_bulletin(), row)
    section.theme = gone
    section.save()
    union = merge_themes(kept=kept, gone=gone, by=editor, taken=["heading"])
    row.refresh_from_db()
    section.refresh_from_db()
    kept.refresh_from_db()
    assert (row.theme, row.version, section.theme) == (kept, 2, kept)
    assert (kept.name, kept.heading, kept.description) == ("Aide", "Aider", "Qui aide qui.")
    assert not Theme.objects.filter(pk=gone.pk).exists()
    assert (union.name, union.address, union.kept, union.gone) == ("Entraide", "entraide", kept.pk, gone.pk)
    assert kept.history.first().history_user == editor


def test_all_that_named_a_theme_comes_back(themes, editor):
    kept, gone = themes
    row, other, later = make_initiative(), make_initiative(), make_initiative()
    Initiative.objects.filter(pk__in=[row.pk, other.pk]).update(theme=gone)
    before = content_of(THEME, kept), content_of(THEME, gone)
    union = merge_themes(kept=kept, gone=gone, by=editor, taken=["heading"])
    Initiative.objects.filter(pk=later.pk).update(theme=kept)
    third = Theme.objects.create(slug="tiers", name="Tiers")
    Initiative.objects.filter(pk=other.pk).update(theme=third)
    back = separate(shape=THEME, union=union, by=editor, now=NOW)
    assert back == gone
    for one, theme in ((row, gone), (other, third), (later, kept)):
        one.refresh_from_db()
        assert one.theme == theme
    assert (content_of(THEME, kept), content_of(THEME, back)) == before
    union.refresh_from_db()
    assert (union.undone_by, union.undone_at) == (editor, NOW)
    with pytest.raises(NotSeparable, match="déjà défaite"):
        separate(shape=THEME, union=union, by=editor)


def test_what_was_changed_since_stays_when_it_is_undone(themes, editor):
    kept, gone = themes
    union = merge_themes(kept=kept, gone=gone, by=editor, taken=["heading"])
    kept.refresh_from_db()
    kept.heading = "Choisi depuis"
    kept.save()
    separate(shape=THEME, union=union, by=editor)
    kept.refresh_from_db()
    assert (kept.heading, kept.description) == ("Choisi depuis", "")


def test_name_that_was_taken_meanwhile_stops_the_return(themes, editor):
    kept, gone = themes
    union = merge_themes(kept=kept, gone=gone, by=editor)
    Theme.objects.create(slug="entraide", name="Un autre")
    with pytest.raises(NotSeparable, match="ne peut pas revenir"):
        separate(shape=THEME, union=union, by=editor)
    assert Union.objects.standing().get() == union


def test_areas_join_their_communes_and_answer_to_both_names(areas, editor):
    kept, gone = areas
    both, one = make_initiative(areas=(kept, gone)), make_initiative(areas=(gone,))
    union = merge_areas(kept=kept, gone=gone, by=editor)
    kept.refresh_from_db()
    assert {commune.name for commune in kept.communes.all()} == {"Arras", "Lens"}
    assert {alias.name for alias in kept.aliases.all()} == {"Pays de Calais", "Calais et alentour"}
    assert kept.locative == "en pays de Calais"
    assert [list(row.areas.all()) for row in (both, one)] == [[kept], [kept]]
    separate(shape=AREA, union=union, by=editor)
    back = Area.objects.get(pk=gone.pk)
    assert {area.pk for area in both.areas.all()} == {kept.pk, gone.pk}
    assert list(one.areas.all()) == [back]
    assert [commune.name for commune in kept.communes.all()] == ["Arras"]
    assert [alias.name for alias in kept.aliases.all()] == []
    assert [alias.name for alias in back.aliases.all()] == ["Calais et alentour"]
    assert Coverage.objects.count() == 3


def test_union_of_a_union_leads_to_the_last(areas, editor):
    kept, gone = areas
    first = merge_areas(kept=kept, gone=gone, by=editor)
    last = make_area("Littoral", kind=Area.Kind.CUSTOMARY)
    merge_areas(kept=last, gone=kept, by=editor)
    first.refresh_from_db()
    assert first.kept == last.pk


@pytest.mark.parametrize("kind", ["epci", "arrondissement"])
def test_official_areas_are_never_united(areas, editor, kind):
    kept, _ = areas
    with pytest.raises(NotUnitable, match="secteurs d’usage"):
        merge_areas(kept=kept, gone=make_area("CA Grand Calais", kind=kind), by=editor)


def test_row_is_not_united_with_itself_nor_with_one_that_is_gone(themes, editor):
    kept, gone = themes
    with pytest.raises(NotUnitable, match="différentes"):
        merge_themes(kept=kept, gone=kept, by=editor)
    Theme.objects.filter(pk=gone.pk).delete()
    with pytest.raises(NotUnitable, match="n’est plus là"):
        merge_themes(kept=kept, gone=gone, by=editor)


def test_old_addresses_lead_to_the_kept_row(client, themes, areas, editor):
    kept, gone = themes
    area, old_area = areas
    row = make_initiative(areas=(old_area,))
    Initiative.objects.filter(pk=row.pk).update(theme=gone)
    old = old_area.slug
    union = merge_themes(kept=kept, gone=gone, by=editor)
    merge_areas(kept=area, gone=old_area, by=editor)
    answer = client.get("/themes/entraide/")
    assert (answer.status_code, answer.url) == (301, "/themes/aide/")
    for query in ("theme=entraide", f"territoire={old}", f"theme=entraide&theme=aide&territoire={old}"):
        assert client.get(f"/initiatives.json?{query}").json()["count"] == 1
    assert client.get("/initiatives.json?theme=aide&territoire=inconnu").json()["count"] == 1
    separate(shape=THEME, union=union, by=editor)
    assert client.get("/themes/entraide/").status_code == 200
    assert client.get("/themes/inconnu/").status_code == 404


def test_page_asks_which_values_stay(client, administrator, themes):
    client.force_login(administrator)
    kept, gone = themes
    url = _url(gone, "act", "reunir")
    first = client.post(url, {"kept": kept.pk, "version": ""})
    page = first.content.decode()
    assert first.status_code == 200
    assert "choisissez, puis confirmez" in page
    assert "S’entraider" in page
    assert Theme.objects.filter(pk=gone.pk).exists()
    assert client.get(f"{url}?avec={kept.pk}").content.decode().count('type="radio"') == 6
    data = {"kept": kept.pk, "seen": kept.pk, "version": ""}
    chosen = {"valeur_name": "gardee", "valeur_heading": "autre", "valeur_slug": "gardee"}
    answer = client.post(url, data | chosen)
    assert answer.url == _url(kept, "change")
    kept.refresh_from_db()
    assert (kept.name, kept.heading, kept.slug) == ("Aide", "Aider", "aide")


def test_union_is_undone_from_the_history(client, administrator, themes):
    client.force_login(administrator)
    kept, gone = themes
    union = merge_themes(kept=kept, gone=gone, by=administrator)
    page = client.get(_url(kept, "history")).content.decode()
    assert "Séparer de nouveau" in page
    undo = _url(kept, "separate", union.pk)
    assert client.get(undo).status_code == 405
    assert client.post(undo).url == _url(gone, "change")
    assert Theme.objects.filter(pk=gone.pk).exists()
    assert client.post(undo, follow=True).content.decode().count("déjà défaite") == 1
    assert client.post(_url(gone, "separate", union.pk)).status_code == 404


@pytest.mark.parametrize("role", ["officer", "editor"])
def test_themes_are_united_by_the_administration_and_areas_by_editors(client, request, themes, areas, role):
    user = request.getfixturevalue(role)
    client.force_login(user)
    union = merge_themes(kept=themes[0], gone=themes[1], by=make_user())
    assert client.post(_url(themes[0], "separate", union.pk)).status_code == 403
    assert client.get(_url(themes[0], "act", "reunir")).status_code == 403
    assert "Séparer de nouveau" not in client.get(_url(themes[0], "history")).content.decode()
    assert client.get(_url(areas[1], "act", "reunir")).status_code == (200 if role == "editor" else 403)


def test_half_told_unions_are_refused_by_the_database(editor):
    fields = {"kind": "initiatives.theme", "name": "x", "address": "x", "values": {}, "before": {}, "after": {}}
    fields |= {"moved": {}, "united_by": editor}
    with pytest.raises(IntegrityError, match="not_with_itself"), transaction.atomic():
        Union.objects.create(kept=1, gone=1, **fields)
    with pytest.raises(IntegrityError, match="undone_at_by_together"), transaction.atomic():
        Union.objects.create(kept=1, gone=2, undone_at=NOW, **fields)


@pytest.mark.parametrize("likeness", ["theme", "area"])
def test_likeness_is_told_until_it_is_said_to_be_none(client, administrator, likeness):
    client.force_login(administrator)
    if likeness == "theme":
        one, other = (Theme.objects.create(name=name) for name in ("Covoiturage solidaire", "Covoiturages solidaires"))
    else:
        one, other = (make_area(name, kind=Area.Kind.CUSTOMARY) for name in ("Le Ternois", "Ternois, le"))
        make_area("Le Ternois", kind=Area.Kind.EPCI)  # official: never the same
    assert [told["row"] for told in client.get(_url(one, "change")).context["duplicates"]] == [other]
    client.post(_url(one, "distinct"), {"autre": other.pk})
    for row in (one, other):
        assert not client.get(_url(row, "change")).context["duplicates"]


def test_form_of_a_united_theme_leads_to_the_kept_one(client, administrator, themes):
    client.force_login(administrator)
    kept, gone = themes
    old = _url(gone, "change")
    merge_themes(kept=kept, gone=gone, by=administrator)
    answer = client.get(old, follow=True)
    assert answer.redirect_chain[-1][0] == _url(kept, "change")
    assert "a été réunie avec cette fiche" in answer.content.decode()
