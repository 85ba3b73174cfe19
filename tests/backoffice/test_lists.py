"""Lists of the back office: what waits first, then what changed last; our own drawings."""

import re
from pathlib import Path

import pytest
from django.contrib import admin
from django.contrib.staticfiles import finders
from django.urls import reverse

from initiatives.models import Initiative
from tests.builders import make_audience, make_bulletin, make_initiative
from tests.bulletins.issues import make_published

OWN = Path(__file__).resolve().parents[2] / "static"
DRAWN = (
    "icon-addlink", "icon-changelink", "icon-deletelink", "icon-viewlink", "icon-hidelink", "icon-yes", "icon-no",
    "icon-unknown", "icon-unknown-alt", "icon-alert", "icon-calendar", "icon-clock", "inline-delete", "search",
    "tooltag-add",
)  # fmt: skip


def _rows(client, name):
    return list(client.get(reverse(f"admin:{name}_changelist")).context["cl"].result_list)


def test_initiative_that_waits_stands_first_then_what_changed_last(client, editor):
    client.force_login(editor)
    waiting = make_initiative("Attend", published=False, status=Initiative.Status.REVIEW)
    old, new = make_initiative("Ancienne"), make_initiative("Nouvelle")
    old.summary = "Reprise à l’instant."
    old.save()
    assert _rows(client, "initiatives_initiative") == [waiting, old, new]


def test_drafts_stand_before_published_bulletins(client, editor):
    client.force_login(editor)
    published = make_published(editor)
    draft = make_bulletin(dated_on=None)
    assert _rows(client, "bulletins_bulletin") == [draft, published]


def test_last_edition_stands_first(client, editor):
    client.force_login(editor)
    editions = [make_published(editor).editions.get() for _ in range(2)]
    assert _rows(client, "bulletins_edition") == editions[::-1]


@pytest.mark.parametrize("name", DRAWN)
def test_drawing_of_the_admin_is_ours(name):
    """Django's own files hold other colours and another stroke; ours are found first under the same name."""
    found = Path(finders.find(f"admin/img/{name}.svg"))
    assert found.is_relative_to(OWN)
    drawing = found.read_text(encoding="utf-8")
    assert 'stroke-width="1.75"' in drawing
    assert "prefers-color-scheme:dark" in drawing


def test_sorted_column_shows_its_direction_and_buttons_their_drawing(client, administrator):
    client.force_login(administrator)
    make_audience()
    page = client.get(reverse("admin:initiatives_audience_changelist"), {"o": "1"}).content.decode()
    assert re.search(r'aria-sort="ascending".*?#chevron-up', page, re.DOTALL)
    page = client.get(reverse("admin:initiatives_audience_changelist"), {"o": "-1"}).content.decode()
    assert re.search(r'aria-sort="descending".*?#chevron-down', page, re.DOTALL)
    page = client.get(reverse("admin:initiatives_initiative_add")).content.decode()
    assert "#plus" in page
    assert "admin/img/icon-" not in page.partition('<div id="content-main"')[2]


@pytest.mark.django_db
def test_box_of_a_row_is_the_one_that_django_would_set():
    """It is written without the widget's template, which lists of fifty rows set fifty times."""
    row = make_initiative("L’<atelier> & « l’abri »")
    page = admin.site.get_model_admin(Initiative)
    assert page.action_checkbox(row) == admin.ModelAdmin.action_checkbox(page, row)
    assert "L’&lt;atelier&gt; &amp; « l’abri »" in page.action_checkbox(row)


def test_filters_bear_the_names_of_their_columns(client, editor):
    client.force_login(editor)
    summaries = re.findall(
        r"<summary>\s*([^<]*?)\s*</summary>", client.get("/admin/documents/lesson/").content.decode()
    )
    assert set(summaries) == {"Filtrer", "Ce qui est appris", "En service"}
    assert "<summary>Commune du siège</summary>" in client.get("/admin/organisations/organisation/").content.decode()
