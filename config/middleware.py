from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


class RefuseNulMiddleware:
    """Answer 400 to a URL with a NUL character: PostgreSQL cannot store it and no honest page asks for it.

    Form bodies are not looked at here: form fields refuse NUL themselves, with the form shown again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if (
            "\x00" in request.path
            or "%00" in request.META.get("QUERY_STRING", "")
            or "\x00" in request.META.get("QUERY_STRING", "")
        ):
            return render(request, "400.html", status=400)
        return self.get_response(request)
