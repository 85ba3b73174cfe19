from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communes.models import Territory
from organisations.contacts import press_contacts


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 `ok` while a database answers, be it a standby: public pages can be read. 503 otherwise."""
    for alias in connections:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT 1")
        except (OperationalError, InterfaceError):
            connections[alias].close()
        else:
            return HttpResponse("ok", content_type="text/plain; charset=utf-8")
    return HttpResponse("base de données injoignable", status=503, content_type="text/plain; charset=utf-8")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal.html", {"press": press_contacts(Territory.objects.first())})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"press": press_contacts(Territory.objects.first())})


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/open_data.html")
