from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from backoffice.forged import plain_number
from documents.readers.errors import ReadingRefused
from initiatives.models import Initiative
from initiatives.pictures.models import Picture
from initiatives.pictures.services import NotShowable, describe_picture, remove_picture
from initiatives.pictures.showing import facts_of, shown
from workshop.pictures.forms import PictureForm
from workshop.pictures.services import add_picture


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, initiative: int) -> HttpResponse:
    """The picture of an initiative. POST adds or describes it (`act` “save”), or destroys one (`act` “remove”)."""
    if not request.user.has_perm("initiatives.change_initiative"):
        raise PermissionDenied
    row = get_object_or_404(Initiative.objects.defer("search_vector"), pk=initiative)
    # What is public is read at once: only who may publish changes it, as with its text.
    may_change = not row.is_published or request.user.has_perm("initiatives.publish_initiative")
    if request.method != "POST":
        return _page(request, row, PictureForm(instance=_current(row)), may_change=may_change)
    if not may_change:
        raise PermissionDenied
    if request.POST.get("act") == "remove":
        chosen = get_object_or_404(row.pictures, pk=plain_number(request.POST.get("picture", "")))
        remove_picture(picture=chosen, by=request.user)
        messages.success(request, "L’image est retirée, avec tous ses fichiers.")
        return _back(row)
    form = PictureForm(request.POST, request.FILES, instance=_current(row))
    if not form.is_valid():
        return _page(request, row, form, status=422)
    try:
        _save(request, row, form)
    except ReadingRefused as refused:
        form.add_error("file", str(refused))
    except NotShowable as refused:
        form.add_error(None, str(refused))
    else:
        return _back(row)
    return _page(request, row, form, status=422)


def _save(request: HttpRequest, row: Initiative, form: PictureForm) -> None:
    if file := form.cleaned_data["file"]:
        add_picture(initiative=row, data=file.read(), facts=form.facts, by=request.user)
        messages.success(request, "L’image est enregistrée.")
    else:
        describe_picture(picture=form.instance, facts=form.facts, by=request.user)
        messages.success(request, "La légende est enregistrée.")


def _current(row: Initiative) -> Picture | None:
    return row.pictures.filter(is_current=True).first()


def _back(row: Initiative) -> HttpResponse:
    return HttpResponseRedirect(reverse("workshop:picture", args=[row.pk]))


def _page(
    request: HttpRequest, row: Initiative, form: PictureForm, *, may_change: bool = True, status: int = 200
) -> HttpResponse:
    pictures = [{"row": one, "shown": shown(facts_of(one))} for one in row.pictures.all()]
    context = {
        **admin.site.each_context(request),
        "initiative": row,
        "form": form,
        "may_change": may_change,
        "current": next((one for one in pictures if one["row"].is_current), None),
        "earlier": [one for one in pictures if not one["row"].is_current],
    }
    return TemplateResponse(request, "workshop/picture.html", context, status=status)
