"""schema.org descriptions of the public pages. Data only: the templates put them in a script of type JSON-LD."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from backoffice.pictures.showing import picture_data
from communes.licence import LICENCE
from communes.models import Commune
from communes.site import absolute_url, site_url
from french.richtext import plain_text
from french.wording import shortened
from initiatives.models import Initiative, Participation
from organisations.models import Organisation

CONTEXT = "https://schema.org"


def site_data(request: HttpRequest) -> dict[str, Any]:
    directory = absolute_url(request, reverse("initiatives:directory"))
    return {
        "@context": CONTEXT,
        "@type": "WebSite",
        "url": absolute_url(request, "/"),
        "inLanguage": "fr",
        "license": LICENCE.url,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{directory}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }


def initiative_data(
    request: HttpRequest, initiative: Initiative, picture: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The initiative must come from `with_cards`, its picture from `shown`. Who has no public name is none here."""
    acting = [
        part.organisation
        for part in initiative.participations.all()
        if part.role != Participation.Role.BENEFICIARY and part.organisation.is_nameable and part.organisation.has_page
    ]
    data = {
        "@context": CONTEXT,
        "@type": "Article",
        "headline": shortened(initiative.public_title, 110),
        "description": shortened(plain_text(initiative.public_summary), 300),
        "url": absolute_url(request, initiative.get_absolute_url()),
        "inLanguage": "fr",
        "license": LICENCE.url,
        "image": picture_data(picture, site_url(request)) if picture else None,
        "articleSection": initiative.theme.name,
        "datePublished": initiative.told_on.isoformat() if initiative.told_on else None,
        "dateModified": initiative.updated_at.date().isoformat(),
        "contentLocation": [_place(place.commune) for place in initiative.places.all()]
        + [{"@type": "AdministrativeArea", "name": cover.area.name} for cover in initiative.coverages.all()],
        "about": [_organisation(request, organisation) for organisation in dict.fromkeys(acting)],
    }
    return {name: value for name, value in data.items() if value}


def organisation_data(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    data = {"@context": CONTEXT, **_organisation(request, organisation)}
    if organisation.seat:
        data["address"] = {"@type": "PostalAddress", "addressLocality": organisation.seat.name, "addressCountry": "FR"}
    return data


def commune_data(request: HttpRequest, commune: Commune) -> dict[str, Any]:
    data = {"@context": CONTEXT, **_place(commune), "url": absolute_url(request, commune.get_absolute_url())}
    if commune.latitude is not None:
        data["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": float(commune.latitude),
            "longitude": float(commune.longitude),
        }
    return data


def _place(commune: Commune) -> dict[str, Any]:
    return {"@type": "City", "name": commune.name, "identifier": commune.insee}


def _organisation(request: HttpRequest, organisation: Organisation) -> dict[str, Any]:
    return {
        "@type": "Organization",
        "name": organisation.name,
        "url": absolute_url(request, organisation.get_absolute_url()),
    }
