"""The business acts of a campaign, each with its rows and with what a browser would send for it.

Every act is prepared in one database, which is copied anew for each fault: what is sent stays good, byte for byte.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from backoffice.models import PeriodicWork, Union
from backoffice.records.contents import content_of
from backoffice.work import periodic
from bulletins.models import Bulletin, Series
from bulletins.scheduling.acts import plan_publication
from bulletins.services import publish_bulletin
from documents.services import accept_everything, receive_document
from initiatives.correcting.services import propose_correction
from initiatives.shape import SHAPE
from organisations.services import merge_organisations
from tests.backoffice.forms import form_of
from tests.builders import (
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_series,
    make_territory,
    make_user,
)
from tests.bulletins.issues import make_cited, make_draft
from tests.faults.asking import HOST, TOKEN, Act, Sent

FAR = datetime(2099, 1, 1, tzinfo=UTC)
PARIS = ZoneInfo("Europe/Paris")


class Desk:
    """Someone at the back office, who opens pages and fills them in."""

    def __init__(self, user: User) -> None:
        self.client = Client(HTTP_HOST=HOST, REMOTE_ADDR="127.0.0.1")
        self.client.force_login(user)
        self.client.cookies["csrftoken"] = TOKEN

    @property
    def cookies(self) -> str:
        return "; ".join(f"{name}={cookie.value}" for name, cookie in self.client.cookies.items())

    def form(self, path: str, form_id: str, **changes: Any) -> Sent:
        typed = form_of(self.client.get(path), form_id) | changes | {"_save": "1"}
        return self.post(path, typed)

    def post(self, path: str, data: dict[str, Any]) -> Sent:
        body = urlencode(data | {"csrfmiddlewaretoken": TOKEN}, doseq=True)
        return Sent(path, body.encode(), self.cookies)

    def act(self, row: Any, slug: str, **data: Any) -> Sent:
        path = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_act", args=[row.pk, slug])
        return self.post(path, {"version": getattr(row, "version", "")} | data)


def prepare(wanted: set[str]) -> dict[str, Act]:
    """The acts of these names, or all, with their rows in the database of this process."""
    make_territory()
    for work in periodic._works.values():  # a night's works are not what is looked at
        PeriodicWork.objects.create(name=work.name, started_at=FAR, finished_at=FAR)
    editor = make_user("editrice", group="édition", email="edition@exemple.fr")
    officer = make_user("redactrice", group="rédaction", email="redaction@exemple.fr")
    administrator = make_user("administratrice", group="administration")
    main = make_series()
    at, writer, chief = Desk(editor), Desk(officer), Desk(administrator)
    makers: dict[str, Callable[[], Act]] = {
        "enter": lambda: Act("saisir une initiative", _entered(writer)),
        "autosave": lambda: Act("écrire dans l’Atelier", _autosaved(writer)),
        "receive": lambda: Act("déposer un document", _received(writer)),
        "accept": lambda: Act("accepter un import", _accepted(writer, officer)),
        "approve": lambda: Act("approuver", at.act(make_cited("À approuver", created_by=officer), "approuver")),
        "publish": lambda: _published(at, main),
        "schedule": lambda: Act("programmer", _scheduled(at)),
        "due": lambda: _due("Série à l’heure", editor),
        "told": lambda: _due("Série changée", editor, is_changed=True),
        "withdraw": lambda: Act("retirer", at.act(_issue(editor, "Série retirée"), "retirer", reason="Doublon.")),
        "rectify": lambda: _rectified(at, editor),
        "occult": lambda: Act("occulter", _occulted(at, editor)),
        "unite": lambda: Act("réunir", _united(at)),
        "separate": lambda: Act("séparer", _separated(at, editor)),
        "correct": lambda: Act("accepter une correction", _corrected(at, officer)),
        "invite": lambda: Act("inviter un compte", _invited(chief), said="Invitation envoyée"),
        "backup": lambda: Act("sauvegarder", command=("sauvegarder",), tells_failures=True),
        **{f"hour-{name}": partial(_at_hour, name, hour, editor) for name, hour in HOURS.items()},
    }
    return {name: make() for name, make in makers.items() if not wanted or name in wanted}


WORK = ("travail", "--once")
NEW = {"title": "Des masques à Marck", "summary": "Des habitants cousent des masques pour les soignants.", "theme": "1"}
# When Paris changes its hour: what was planned for just after the leap, and twice for what the clock shows as 2:30.
HOURS = {
    "spring": datetime(2031, 3, 30, 1, 0, tzinfo=UTC),
    "autumn-first": datetime(2031, 10, 26, 0, 30, tzinfo=UTC),
    "autumn-second": datetime(2031, 10, 26, 1, 30, tzinfo=UTC),
}
RELEASE = "Marck : un atelier coud 300 masques pour l’hôpital."


def _add(name: str) -> str:
    return reverse(f"admin:{name}_add")


def _series(name: str) -> Series:
    return make_series(name, slug=f"serie-{Series.objects.count()}", is_main=False)


def _issue(editor: User, name: str, **fields: Any) -> Bulletin:
    return publish_bulletin(bulletin=make_draft(series=_series(name), **fields), by=editor)


def _entered(desk: Desk) -> Sent:
    return desk.form(_add("initiatives_initiative"), "initiative_form", **NEW)


def _received(desk: Desk) -> Sent:
    return desk.post(_add("documents_documentimport"), {"text": RELEASE})


def _autosaved(desk: Desk) -> Sent:
    draft = make_draft(series=_series("Série de l’Atelier"), closing="")
    body = {"block": f"bulletin-{draft.pk}-closing", "text": "Merci à tous.", "opened": ""}
    path = reverse("workshop:save_block", args=[draft.pk])
    return Sent(path, json.dumps(body).encode(), desk.cookies, "application/json")


def _accepted(desk: Desk, officer: User) -> Sent:
    review = receive_document(data="Lens : une chorale chante au téléphone.".encode(), filename="note.txt", by=officer)
    review = accept_everything(review=review, by=officer)
    path = reverse("admin:documents_documentimport_accepter", args=[review.pk])
    return desk.post(path, {"version": review.version})


def _published(desk: Desk, series: Series) -> Act:
    return Act("publier", desk.act(make_draft(series=series), "publier"), page="/bulletins/1/")


def _scheduled(desk: Desk) -> Sent:
    tomorrow = timezone.now().astimezone(PARIS) + timedelta(days=30)
    draft = make_draft(series=_series("Série programmée"))
    return desk.act(draft, "programmer", day=f"{tomorrow:%d/%m/%Y}", hour="12:00")


def _due(name: str, editor: User, *, is_changed: bool = False) -> Act:
    """What the worker does at the hour: the bulletin comes out, or its editor is told by mail why it does not."""
    hour = timezone.now() + timedelta(days=2)
    draft = _planned(name, hour, editor)
    if is_changed:
        Bulletin.objects.filter(pk=draft.pk).update(introduction="Merci encore.")
        return Act("prévenir l’édition", command=WORK, now=_moment(hour), plan=draft.pk)
    return Act("paraître à l’heure", command=WORK, now=_moment(hour), page=_page(draft), plan=draft.pk)


def _at_hour(name: str, hour: datetime, editor: User) -> Act:
    draft = _planned(f"Série {name}", hour, editor)
    label = f"paraître au changement d’heure ({name})"
    return Act(label, command=WORK, page=_page(draft), hour=hour.isoformat(), plan=draft.pk)


def _planned(name: str, hour: datetime, editor: User) -> Bulletin:
    draft, now = make_draft(series=_series(name)), hour - timedelta(days=1)
    plan_publication(bulletin=draft, planned_for=hour, by=editor, now=now)
    return draft


def _page(draft: Bulletin) -> str:
    return f"/bulletins/serie/{draft.series.slug}/1/"


def _moment(hour: datetime) -> str:
    return (hour + timedelta(minutes=1)).isoformat()


def _rectified(desk: Desk, editor: User) -> Act:
    issue = _issue(editor, "Série rectifiée")
    Bulletin.objects.filter(pk=issue.pk).update(introduction="Merci à chacune et à chacun.")
    told = {"correction": "L’introduction est corrigée.", "is_sure": "on"}
    return Act("rectifier", desk.act(issue, "rectifier", **told))


def _occulted(desk: Desk, editor: User) -> Sent:
    issue = _issue(editor, "Série occultée", introduction="Merci à Zorg Nom, et à toutes et tous.")
    return desk.act(issue.editions.get(), "occulter", reason="Demande reçue.", passages="Zorg Nom")


def _united(desk: Desk) -> Sent:
    kept, gone = make_organisation("Meloko"), make_organisation("Meloko SAS")
    make_initiative("Des blouses", organisations=(gone,), communes=(make_commune("Calais"),))
    return desk.act(gone, "reunir", kept=kept.pk, seen=f"{kept.pk}-{kept.version}")


def _separated(desk: Desk, editor: User) -> Sent:
    kept, gone = make_organisation("Filatures"), make_organisation("Filatures SA")
    make_initiative("Du fil", organisations=(gone,))
    merge_organisations(kept=kept, duplicate=gone, by=editor)
    union = Union.objects.get(kind="organisations.organisation")
    return desk.post(reverse("admin:organisations_organisation_separate", args=[kept.pk, union.pk]), {})


def _corrected(desk: Desk, officer: User) -> Sent:
    row = make_initiative("Du pain", communes=(make_commune("Lens"),), contacts=(make_contact(),))
    change = content_of(SHAPE, row) | {"title": "Du pain chaque matin"}
    correction = propose_correction(initiative=row, content=change, by=officer)
    path = reverse("admin:initiatives_initiative_correction", args=[row.pk, correction.pk])
    return desk.post(path, {"acte": "accepter", "champ": ["title"], "version": row.version})


def _invited(desk: Desk) -> Sent:
    role = Group.objects.get(name="rédaction").pk
    new = {"username": "nouvelle", "first_name": "Nour", "email": "nour@exemple.fr", "groups": [role]}
    return desk.form(_add("auth_user"), "user_form", **new)
