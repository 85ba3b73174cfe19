"""Whose picture a page is about: the record, who may change it, what is done to it, and the words of the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.http import HttpRequest
from django.urls import reverse

from backoffice.pictures.showing import Facts, addressed, facts_of, files_of, shown
from bulletins.models import Bulletin
from bulletins.pictures.services import describe_bulletin_picture, remove_bulletin_picture
from communes.models import Logo, Territory
from initiatives.correcting.panel import correction_url
from initiatives.correcting.pictures import propose_caption
from initiatives.models import Initiative
from initiatives.pictures.services import describe_picture
from workshop.pictures.forms import BulletinPictureForm, LogoForm, PictureForm, UploadForm
from workshop.pictures.services import (
    add_bulletin_picture,
    add_logo,
    add_picture,
    offer_picture,
    take_logo_away,
    take_picture_away,
)


@dataclass(frozen=True)
class Desk:
    """`add` takes a file and facts, `describe` a row and facts; either answers where to go next, or nothing for back
    here. `closed` says why nothing can be changed."""

    heading: str
    trail: list[tuple[str, str]]
    url: str
    pictures: models.QuerySet
    form: type[UploadForm]
    add: Callable[[bytes, Facts], str | None]
    describe: Callable[[Any, Facts], str | None]
    remove: Callable[[Any], None] | None
    empty: str
    removal: str
    earlier: str
    note: str = ""
    closed: str = ""
    saved: str = "L’image est enregistrée."
    described: str = "La légende est enregistrée."
    is_logo: bool = False

    def shown(self, row: Any) -> Facts:
        return addressed(files_of(row)) if isinstance(row, Logo) else shown(facts_of(row))


def desk_of_initiative(request: HttpRequest, row: Initiative) -> Desk:
    """What is public is read at once: who may not publish proposes."""
    by, title = request.user, f"« {row.title} »"
    proposes = row.is_published and not by.has_perm("initiatives.publish_initiative")

    def add(data: bytes, facts: Facts) -> str | None:
        if proposes:
            return correction_url(offer_picture(initiative=row, data=data, facts=facts, by=by))
        add_picture(initiative=row, data=data, facts=facts, by=by)

    def describe(picture: Any, facts: Facts) -> str | None:
        if proposes:
            return correction_url(propose_caption(initiative=row, facts=facts, by=by))
        describe_picture(picture=picture, facts=facts, by=by)

    return Desk(
        heading=f"Image de {title}",
        trail=[
            ("Initiatives", reverse("admin:initiatives_initiative_changelist")),
            (row.title, reverse("admin:initiatives_initiative_change", args=[row.pk])),
        ],
        url=reverse("workshop:picture", args=[row.pk]),
        pictures=row.pictures.filter(is_proposed=False),
        form=PictureForm,
        add=add,
        describe=describe,
        remove=None if proposes else lambda picture: take_picture_away(picture=picture, by=by),
        empty="Aucune image pour le moment. Une seule suffit : elle paraît sur la page de l’initiative, dans les "
        "bulletins et leurs fichiers, et quand la page est partagée.",
        removal="Ses fichiers sont détruits. Elle quitte la page de l’initiative et tous les bulletins qui la "
        "montrent, y compris les bulletins publiés.",
        earlier="Remplacées sur la page de l’initiative, elles restent dans les bulletins publiés qui les montrent.",
        note="Cette fiche est en ligne : l’image ou la légende que vous enregistrez ici est proposée à l’édition, qui "
        "voit les deux et choisit. D’ici là, le public voit celle d’aujourd’hui."
        if proposes
        else "",
        saved="L’image est proposée à l’édition." if proposes else "L’image est enregistrée.",
        described="La légende est proposée à l’édition." if proposes else "La légende est enregistrée.",
    )


def desk_of_bulletin(request: HttpRequest, row: Bulletin) -> Desk:
    by = request.user
    is_closed = row.status == Bulletin.Status.WITHDRAWN
    for_editors = row.is_published and not by.has_perm("bulletins.publish_bulletin")
    closed = "Ce bulletin est retiré : son image ne change plus." if is_closed else ""
    if for_editors:
        closed = "Ce bulletin est publié : seule l’édition peut changer son image."
    return Desk(
        heading=f"Image de « {row.title} »",
        trail=[
            ("Bulletins", reverse("admin:bulletins_bulletin_changelist")),
            (row.name_apart, reverse("workshop:page", args=[row.pk])),
        ],
        url=reverse("workshop:bulletin_picture", args=[row.pk]),
        pictures=row.pictures.all(),
        form=BulletinPictureForm,
        add=lambda data, facts: _done(add_bulletin_picture(bulletin=row, data=data, facts=facts, by=by)),
        describe=lambda picture, facts: _done(describe_bulletin_picture(picture=picture, facts=facts, by=by)),
        remove=lambda picture: remove_bulletin_picture(picture=picture, by=by),
        empty="Aucune image pour le moment. Une seule suffit : elle ouvre la page du bulletin, son PDF et ses autres "
        "fichiers, et paraît quand la page est partagée.",
        removal="Ses fichiers sont détruits. Elle quitte le bulletin dans toutes ses révisions, y compris publiées.",
        earlier="Remplacées depuis, elles restent dans les révisions publiées qui les montrent.",
        note="Ce bulletin est publié : une autre image n’y paraît qu’avec un rectificatif." if row.is_published else "",
        closed=closed,
    )


def desk_of_logo(request: HttpRequest, row: Territory) -> Desk:
    by = request.user
    return Desk(
        heading=f"Logo : {row.publisher}",
        trail=[("Installation", reverse("admin:communes_territory_change", args=[row.pk]))],
        url=reverse("workshop:logo"),
        pictures=row.logos.all(),
        form=LogoForm,
        add=lambda data, facts: _done(add_logo(territory=row, data=data, by=by)),
        describe=lambda picture, facts: None,
        remove=lambda logo: take_logo_away(logo=logo, by=by),
        empty="Aucun logo pour le moment. Il paraît en tête des bulletins à venir, de leur PDF et de leurs autres "
        f"fichiers. À qui ne le voit pas, il dit « {row.publisher} ».",
        removal="Ses fichiers sont détruits. Il quitte tous les bulletins qui le portent, y compris publiés.",
        earlier="Remplacés depuis, ils restent sur les bulletins publiés qui les portent.",
        saved="Le logo est enregistré : il paraîtra sur les bulletins à venir.",
        is_logo=True,
    )


def _done(_: Any) -> None:
    """Nothing to show elsewhere: the page of the picture is shown anew."""
