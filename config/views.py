from datetime import timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from communes.models import Territory
from communes.site import site_url
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
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116. It ends within the year that the standard allows: half a year after this month began."""
    contact = settings.SECURITY_CONTACT or getattr(Territory.objects.first(), "press_email", "")
    if not contact:
        raise Http404
    month = timezone.localdate().replace(day=1)
    lines = [
        f"Contact: {contact if '://' in contact else f'mailto:{contact}'}",
        f"Expires: {month + timedelta(days=183)}T00:00:00Z",
        "Preferred-Languages: fr, en",
        f"Canonical: {site_url(request)}{request.path}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def legal(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/legal.html", {"press": press_contacts(Territory.objects.first())})


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html", {"press": press_contacts(Territory.objects.first())})


@require_safe
def open_data(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/open_data.html")
