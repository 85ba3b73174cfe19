from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from directory.cards.keeping import cards_of, newest
from directory.cards.telling import Told
from directory.jsonld import organisation_data
from initiatives.models import Initiative, Participation
from organisations.models import Contact, Organisation, Person
from organisations.privacy import hide_names

SHOWN = 50


@require_safe
def organisation(request: HttpRequest, pk: int, slug: str = "") -> HttpResponse:
    """An organisation with a name is public through a published initiative in which it takes part.

    One that was united with another leads to that other for good.
    """
    published = Organisation.objects.with_page().filter(initiatives__status="published").distinct()
    contacts = Prefetch("contacts", Contact.objects.public(), to_attr="public_contacts")
    row = published.select_related("seat").prefetch_related(contacts).filter(pk=pk).first()
    if row is None:
        return HttpResponsePermanentRedirect(get_object_or_404(published, merged__pk=pk).get_absolute_url())
    if row.slug != slug:
        return HttpResponsePermanentRedirect(row.get_absolute_url())
    if not row.is_nameable:
        _hide_names(row)
    rows = newest(Initiative.objects.published().filter(organisations=row).distinct(), SHOWN)
    receiving = [one for one in rows if _only_benefits(one, row)]
    return render(
        request,
        "directory/organisation.html",
        {
            "organisation": row,
            "acting": cards_of(one for one in rows if one not in receiving),
            "receiving": cards_of(receiving),
            "noindex": not row.is_nameable,  # a private person is not for search engines
            "json_ld": organisation_data(request, row) if row.is_nameable else None,
        },
    )


def _hide_names(row: Organisation) -> None:
    """A private person is named here no more than in the initiatives. The row is only shown, never saved."""
    names = list(Person.objects.hidden().filter(initiatives__organisations=row).values_list("name", flat=True))
    for field in ("name", "other_names", "description"):
        setattr(row, field, hide_names(getattr(row, field), names))


def _only_benefits(told: Told, organisation: Organisation) -> bool:
    return all(role == Participation.Role.BENEFICIARY for key, role in told.parts if key == organisation.pk)
