"""Every address of the office that speaks of a bulletin, a section, an edition or a series, asked by an account that
works in another series: none answers, none changes anything. A new address that forgets the rule fails here."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_str

from bulletins.models import (
    Bulletin,
    BulletinLink,
    BulletinPicture,
    Citation,
    Edition,
    Entry,
    Keeper,
    Schedule,
    Section,
    Series,
)
from bulletins.reach.acts import entrust_series
from tests.backoffice.forms import save
from tests.builders import make_series, make_user
from tests.bulletins.issues import make_draft
from tests.bulletins.reach.accounts import OTHER, make_limited
from tests.permissions.world import Address, addresses, make_world
from workshop.models import Assignment, Comment, Presence, ProofLink, ProofRemark
from workshop.talking.services import say

LIMITED = {Bulletin, Section, Edition, Series}
OF_A_BULLETIN = (
    Series, Bulletin, BulletinLink, BulletinPicture, Section, Entry, Schedule, Edition, Citation, Assignment, Comment,
    Presence, ProofLink, ProofRemark,
)  # fmt: skip
# Addresses of the workshop that have no bulletin in them: of an initiative, of what is typed, of all bulletins at once.
COMMON = {"write", "understand", "chip", "known", "picture", "logo", "new", "coverage"}
REFUSED = {403, 405}


def _addresses(world) -> list[Address]:
    """Of rows of the series; lists and forms of new rows are asked for elsewhere."""
    kinds = tuple(f"admin:bulletins_{model._meta.model_name}_" for model in LIMITED)
    found = []
    for one in addresses(world):
        if one.name.startswith("workshop:"):
            is_common = one.name.removeprefix("workshop:") in COMMON
            wanted = not is_common and not one.row.startswith("initiative ")
        else:
            wanted = one.name.startswith(kinds) and not one.name.endswith(("_add", "_changelist"))
        found += [one] if wanted else []
    for told, row in world[Bulletin].items():
        found.append(Address("bulletins:preview", told, reverse("bulletins:preview", args=[row.pk])))
    return found


def _rows() -> dict[type[models.Model], list[tuple]]:
    return {model: sorted(model._base_manager.values_list(), key=force_str) for model in OF_A_BULLETIN}


def _status(session: str, method: str, url: str) -> int:
    client = Client(raise_request_exception=False)
    client.cookies[settings.SESSION_COOKIE_NAME] = session
    with transaction.atomic():
        # As a script of the Atelier asks: the sentence alone is answered, and quickly.
        asked = {"headers": {"X-Requested-With": "fetch"}, "content_type": "application/json"}
        response = getattr(client, method)(url, {} if method == "get" else b"{}", **asked)
        for close in response._resource_closers:
            close()
        transaction.set_rollback(True)
    return response.status_code


def _refusals(one: Address) -> set[int]:
    """Restoring wants a moment in its address, and is not found without, whoever asks."""
    return REFUSED | {404} if one.name.endswith("_restore") else REFUSED


def _session(account: User) -> str:
    client = Client()
    client.force_login(account)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


@pytest.fixture
def asked(db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return _addresses(make_world())


def test_no_address_of_another_series_answers(asked):
    before = _rows()
    assert len(asked) > 50
    free = _session(make_user("libre", group="édition"))
    for group, methods in (("édition", ("get", "post")), ("rédaction", ("post",))):
        limited = _session(make_limited(*Series.objects.filter(name=OTHER), username=f"lens-{group}", group=group))
        for one in asked:
            for method in methods:
                assert _status(limited, method, one.url) in _refusals(one), f"{group}: {method} {one}"
    before[Series] = sorted(Series.objects.values_list(), key=force_str)  # with that of the accounts
    assert _rows() == before
    # The control: the same addresses, asked by an account that nothing limits; of a bulletin in preparation where
    # there is a choice.
    urls = {one.name: one.url for one in reversed(asked)}
    closed = {name for name, url in urls.items() if all(_status(free, one, url) in REFUSED for one in ("get", "post"))}
    assert closed == {  # never deleted there
        "admin:bulletins_edition_delete", "admin:bulletins_section_delete", "admin:bulletins_series_delete",
    }  # fmt: skip


def test_refusal_names_the_series_and_whom_to_ask(client, db):
    administrator = make_user("administration", group="administration")
    administrator.first_name, administrator.last_name = "Camille", "Exemple"
    administrator.save()
    draft = make_draft()
    client.force_login(make_limited())
    for url in (
        reverse("admin:bulletins_bulletin_change", args=[draft.pk]),
        reverse("workshop:page", args=[draft.pk]),
        reverse("admin:bulletins_series_change", args=[draft.series_id]),
        reverse("admin:bulletins_section_change", args=[draft.sections.get().pk]),
    ):
        response = client.get(url)
        told = response.content.decode()
        assert (response.status_code, response["Cache-Control"]) == (403, "no-store")
        assert f"la série «&nbsp;{draft.series}&nbsp;»" in told
        assert "Camille Exemple" in told
        assert OTHER in told
    answer = client.post(reverse("workshop:save_block", args=[draft.pk]), "{}", content_type="application/json")
    assert f"La série «\u00a0{draft.series}\u00a0»" in answer.json()["refused"]
    answer = client.post(reverse("workshop:mend", args=[draft.pk]), headers={"X-Requested-With": "fetch"})
    assert f"La série «\u00a0{draft.series}\u00a0»" in answer.json()["refused"]
    assert Keeper.objects.count() == 1


def test_lists_and_choices_hide_other_series(client, db):
    lens = make_series(OTHER, is_main=False)
    foreign, own = make_draft(title="Le grand bulletin"), make_draft(title="La petite lettre", series=lens)
    editor = make_user("editrice.du.littoral", group="édition")
    say(about=foreign, by=make_user("autre"), text=f"@{editor} à relire.")
    entrust_series(account=editor, series=[lens], by=None)
    for account, expected in ((editor, False), (make_user("libre", group="édition"), True)):
        client.force_login(account)
        for url in (
            reverse("admin:index"),
            reverse("admin:bulletins_bulletin_changelist"),
            reverse("workshop:coverage"),
            reverse("admin:autocomplete") + "?app_label=documents&model_name=documentimport&field_name=bulletin&term=",
        ):
            told = client.get(url).content.decode()
            assert (foreign.title in told) is expected, url
            assert own.title in told or "autocomplete" in url, url
        for url in (
            reverse("workshop:new"),
            reverse("admin:bulletins_series_changelist"),
            reverse("admin:bulletins_bulletin_add"),
            reverse("admin:bulletins_bulletin_changelist"),
        ):
            assert (str(foreign.series) in client.get(url).content.decode()) is expected, url
        added = client.get(reverse("admin:bulletins_series_add")).status_code
        assert added == (200 if expected else 403)


def test_forms_take_no_other_series(client, db):
    lens = make_series(OTHER, is_main=False)
    foreign, own = make_draft(), make_draft(series=lens)
    client.force_login(make_limited(lens))
    url = reverse("admin:bulletins_bulletin_change", args=[own.pk])
    refused = save(client, url, "bulletin_form", series=foreign.series_id)
    assert "series" in refused.context["adminform"].form.errors
    data = {"series": foreign.series_id, "kind": "numbered", "origin": "rien"}
    again = client.post(reverse("workshop:new"), data)
    assert (again.status_code, set(again.context["form"].errors)) == (200, {"series"})
    data = {"action": "delete_selected", "_selected_action": [foreign.pk], "post": "yes"}
    client.post(reverse("admin:bulletins_bulletin_changelist"), data)
    section = foreign.sections.get()
    asked = f"?bulletin={foreign.pk}&section={section.pk}"
    assert client.get(reverse("workshop:write") + asked).status_code == 403
    own.refresh_from_db()
    assert own.series == lens
    assert set(Bulletin.objects.values_list("pk", flat=True)) == {foreign.pk, own.pk}
