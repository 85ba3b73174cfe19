from __future__ import annotations

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from backoffice.forged import plain_number
from backoffice.pictures.keeping import NotShowable
from bulletins.models import Bulletin
from bulletins.reach.rule import refuse_beyond
from communes.models import Territory
from documents.readers.errors import ReadingRefused
from initiatives.models import Initiative
from initiatives.services import InitiativeRefusal
from workshop.pictures.desks import Desk, desk_of_bulletin, desk_of_initiative, desk_of_logo
from workshop.pictures.forms import UploadForm


@require_http_methods(["GET", "HEAD", "POST"])
def picture(request: HttpRequest, initiative: int) -> HttpResponse:
    """The picture of an initiative. POST adds or describes it (`act` “save”), or destroys one (`act` “remove”)."""
    _ask(request, "initiatives.change_initiative")
    row = get_object_or_404(Initiative.objects.defer("search_vector"), pk=initiative)
    return _served(request, desk_of_initiative(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def bulletin_picture(request: HttpRequest, bulletin: int) -> HttpResponse:
    _ask(request, "bulletins.change_bulletin")
    row = get_object_or_404(Bulletin.objects.select_related("series", "created_by"), pk=bulletin)
    refuse_beyond(request.user, row)
    return _served(request, desk_of_bulletin(request, row))


@require_http_methods(["GET", "HEAD", "POST"])
def logo(request: HttpRequest) -> HttpResponse:
    _ask(request, "communes.change_territory")
    return _served(request, desk_of_logo(request, get_object_or_404(Territory)))


def _ask(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _served(request: HttpRequest, desk: Desk) -> HttpResponse:
    current = desk.pictures.filter(is_current=True).first()
    if request.method != "POST":
        return _page(request, desk, desk.form(instance=current))
    if desk.closed:
        raise PermissionDenied
    if request.POST.get("act") == "remove":
        return _removed(request, desk)
    form = desk.form(request.POST, request.FILES, instance=current)
    if not form.is_valid():
        return _page(request, desk, form, status=422)
    try:
        return _saved(request, desk, form, current)
    except ReadingRefused as refused:
        form.add_error("file", str(refused))
    except (NotShowable, InitiativeRefusal) as refused:
        form.add_error(None, str(refused))
    return _page(request, desk, form, status=422)


def _saved(request: HttpRequest, desk: Desk, form: UploadForm, current: object) -> HttpResponse:
    if file := form.cleaned_data["file"]:
        where = desk.add(file.read(), form.facts)
        messages.success(request, desk.saved)
    else:
        where = desk.describe(current, form.facts)
        messages.success(request, desk.described)
    return HttpResponseRedirect(where or desk.url)


def _removed(request: HttpRequest, desk: Desk) -> HttpResponse:
    if desk.remove is None:
        raise PermissionDenied
    desk.remove(get_object_or_404(desk.pictures, pk=plain_number(request.POST.get("picture", ""))))
    messages.success(request, f"{'Le logo est retiré' if desk.is_logo else 'L’image est retirée'}, avec ses fichiers.")
    return HttpResponseRedirect(desk.url)


def _page(request: HttpRequest, desk: Desk, form: UploadForm, *, status: int = 200) -> HttpResponse:
    pictures = [{"row": one, "shown": desk.shown(one)} for one in desk.pictures]
    context = {
        **admin.site.each_context(request),
        "desk": desk,
        "form": form,
        "current": next((one for one in pictures if one["row"].is_current), None),
        "earlier": [one for one in pictures if not one["row"].is_current],
    }
    return TemplateResponse(request, "workshop/picture.html", context, status=status)
