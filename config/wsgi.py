"""The WSGI application, for Gunicorn and for the development server."""

import os
from collections.abc import Callable, Iterable

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

_django = get_wsgi_application()
if settings.PRODUCTION:
    from config.serving.memory import settle, unsearched  # models can be read only now
    from directory.index.standing import STANDING

    with unsearched():
        STANDING.prepare()  # before the server forks: its workers share what is read here
    settle()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Django reads the address in the encoding that a request names for its body, and fails before any middleware
    where that is none of text (“charset=base64”). No page of ours is in another encoding than UTF-8: such a request
    goes on as a form without boundary, which `config.middleware` refuses in words."""
    try:
        charset = parse_header_parameters(environ.get("CONTENT_TYPE", ""))[1].get("charset", "utf-8")
    except ValueError:
        charset = ""
    if charset.lower() not in ("utf-8", "utf8"):
        environ["CONTENT_TYPE"] = "multipart/form-data"
    return _django(environ, start_response)
