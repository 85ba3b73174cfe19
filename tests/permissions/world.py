"""One row of each kind that pages of the back office speak of, in the states that change who may do what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from backoffice.models import Union
from backoffice.records.contents import content_of
from bulletins.models import Bulletin, Edition, Section, Series
from bulletins.services import publish_bulletin
from communes.models import Area, Commune
from communes.uniting import merge_areas
from directory.models import SynonymFamily, VainSearch
from documents.models import DocumentImport, Lesson
from documents.services import receive_document
from initiatives.correcting.models import Correction
from initiatives.correcting.services import propose_correction
from initiatives.models import Audience, Initiative, Theme
from initiatives.shape import SHAPE
from initiatives.uniting.initiatives import merge_initiatives
from initiatives.uniting.themes import merge_themes
from ledger.erasing.services import ask_erasure
from ledger.erasing.subjects import MODELS
from ledger.models import Erasure
from organisations.models import Contact, Organisation, Person
from organisations.services import merge_contacts, merge_organisations, merge_persons
from tests.builders import (
    make_area,
    make_audience,
    make_bulletin,
    make_commune,
    make_contact,
    make_initiative,
    make_organisation,
    make_person,
    make_section,
    make_territory,
    make_user,
)

PREFIX = "admin/"
ROLES = ("sans rôle", "rédaction", "édition", "administration")
WORKED_ON = {("bulletin",): Bulletin, ("initiative",): Initiative}  # by the parameter of a page of the workshop
World = dict[type[models.Model], dict[str, models.Model]]

# Their answers do not depend on a right, or they end the session that asks.
OPEN = {"admin:login", "admin:code", "admin:key_challenge", "admin:logout", "admin:jsi18n", "admin:resume"} | {
    "admin:provider",
    "admin:provider_return",
    "admin:provider_logged_out",
    "admin:provider_closed_there",
    "admin_password_reset",
    "password_reset_done",
    "password_reset_confirm",
    "password_reset_complete",
}


@dataclass(frozen=True)
class Address:
    """One page of the back office: the name of its address, and the row and act for which it is asked."""

    name: str
    row: str
    url: str

    def __str__(self) -> str:
        return f"{self.name} {self.row}".rstrip()


def make_world() -> World:
    """Rows by model and by what tells them apart. “sienne” is the officer's own."""
    accounts = {role: make_user(role.replace(" ", "-"), group=role if role != "sans rôle" else "") for role in ROLES}
    accounts["sans rôle"].is_staff = True
    accounts["sans rôle"].save()
    own, other = accounts["rédaction"], make_user("collegue", group="rédaction")
    commune, contact = make_commune("Marck"), make_contact("atelier@exemple.fr")
    facts = {"communes": (commune,), "contacts": (contact,)}
    cited = make_initiative("Parue au bulletin", created_by=own, **facts)
    published = make_bulletin("Bulletin paru", created_by=own, dated_on="2020-04-30")
    make_section(published, cited, heading="Paru")
    publish_bulletin(bulletin=published, by=accounts["édition"])
    draft = make_bulletin("Bulletin en cours", series=published.series, created_by=own)
    section = make_section(draft, make_initiative("Citée en brouillon", published=False, **facts))
    texts = ("Marck : un atelier coud 300 masques.", "Lens : une chorale chante au téléphone.")
    imports = [
        receive_document(data=text.encode(), filename="note.txt", by=by)
        for text, by in zip(texts, (own, other), strict=True)
    ]
    online = make_initiative("En ligne", **facts)
    change = content_of(SHAPE, online) | {"title": "En ligne, mieux dit"}
    theme, area = Theme.objects.first(), make_area("Le Calaisis", kind=Area.Kind.CUSTOMARY)
    old_theme = Theme.objects.create(slug="doublon", name="Doublon")
    old_area = make_area("Pays de Calais", kind=Area.Kind.CUSTOMARY)
    merge_themes(kept=theme, gone=old_theme, by=accounts["administration"])
    merge_areas(kept=area, gone=old_area, by=accounts["administration"])
    for unite, make in (
        (merge_organisations, make_organisation),
        (merge_persons, make_person),
        (merge_contacts, make_contact),
        (merge_initiatives, make_initiative),
    ):
        unite(kept=make(), duplicate=make(), by=accounts["administration"])
    return {
        Union: {union.kind: union for union in Union.objects.all()},
        Correction: {
            "sienne": propose_correction(initiative=online, content=change, by=own),
            "d’une autre": propose_correction(initiative=online, content=change, by=other),
        },
        User: {"": other},
        Group: {"": Group.objects.get(name="rédaction")},
        Commune: {"": commune},
        Area: {"": area},
        type(territory := make_territory()): {"": territory},
        Organisation: {"": make_organisation("Mercerie")},
        Contact: {"": contact},
        Person: {"": make_person("Camille Exemple")},
        Theme: {"": theme},
        Audience: {"": make_audience("Soignants")},
        Initiative: {
            "sienne": make_initiative("Brouillon", published=False, created_by=own, **facts),
            "d’une autre": make_initiative("Autre brouillon", published=False, created_by=other, **facts),
            "parue": cited,
        },
        Series: {"": published.series},
        Bulletin: {"brouillon": draft, "paru": published},
        Section: {"": section},
        Edition: {"": published.editions.get()},
        DocumentImport: dict(zip(("sien", "d’une autre"), imports, strict=True)),
        Lesson: {
            "": Lesson.objects.create(kind="refused", words="Place du marché", key="place du marche", learned_by=own)
        },
        SynonymFamily: {"": SynonymFamily.objects.first()},
        Erasure: {"": ask_erasure(row=make_person(), by=accounts["édition"], reason="asked")},
        VainSearch: {"": VainSearch.objects.create(words="tondeuse", first_on="2020-04-30", last_on="2020-04-30")},
    }


def addresses(world: World) -> list[Address]:
    """Every named address under /admin/ that asks for a login, once for each row and act that it may be asked for."""
    found = []
    for name, route, pattern in routes(get_resolver().url_patterns):
        if (
            route.startswith(PREFIX) and pattern.name and name not in OPEN
        ):  # one without a name only leads to one that has one
            found += [
                Address(name, told, reverse(name, kwargs=values)) for told, values in _asked(name, pattern, world)
            ]
    return sorted(set(found), key=str)


def routes(patterns: list, namespace: str = "", prefix: str = "") -> Iterator[tuple[str, str, URLPattern]]:
    for one in patterns:
        route = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, one.namespace or namespace, route)
        else:
            yield f"{namespace}:{one.name}".lstrip(":"), route, one


def _asked(name: str, pattern: URLPattern, world: World) -> Iterator[tuple[str, dict[str, str]]]:
    """The parameters for which an address is asked, each with its name in the table."""
    parameters = set(pattern.pattern.converters)
    if name == "admin:app_list":
        yield from ((label, {"app_label": label}) for label in ("auth", "bulletins", "initiatives"))
    elif name == "admin:view_on_site":
        row = world[Initiative]["parue"]
        yield "", {"content_type_id": ContentType.objects.get_for_model(row).pk, "object_id": row.pk}
    elif name.endswith("_separate"):
        model = _model_of(name, pattern, world)
        union = world[Union][model._meta.label_lower]
        yield "", {"object_id": union.kept, "union_id": union.pk}
    elif name.startswith("ledger:") and parameters:
        for kind, model in MODELS.items():
            (row,) = world[model].values()
            values = {"kind": kind, "key": row.pk}
            yield str(kind), values | {"form": "json"} if "form" in parameters else values
    elif name == "workshop:talk":
        for model, told in ((Initiative, "sienne"), (Bulletin, "brouillon"), (Bulletin, "paru")):
            row = world[model][told]
            yield f"{row._meta.model_name} {told}", {"kind": row._meta.model_name, "pk": row.pk}
    elif name == "admin:initiatives_initiative_correction":
        for told, row in world[Correction].items():
            yield told, {"object_id": row.initiative_id, "correction_id": row.pk}
    elif not parameters:
        yield "", {}
    elif model := _model_of(name, pattern, world):
        key = next(iter(parameters - {"slug"}))
        for told, row in world[model].items():
            if "slug" in parameters:
                for act in admin.site.get_model_admin(model).acts:
                    yield f"{told} {act.slug}".strip(), {key: row.pk, "slug": act.slug}
            else:
                yield told, {key: row.pk}
    else:
        raise AssertionError(f"tests/permissions/world.py must say with which rows {name} is asked.")


def _model_of(name: str, pattern: URLPattern, world: World) -> type[models.Model] | None:
    if name.startswith("workshop:"):
        return WORKED_ON.get(tuple(pattern.pattern.converters))
    named = name.removeprefix("admin:")
    return next(
        (model for model in world if named.startswith(f"{model._meta.app_label}_{model._meta.model_name}_")), None
    )
