from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from backoffice.pictures.models import PictureFile
from bulletins.models import BulletinPicture, BulletinRendition
from bulletins.pictures.files import named
from bulletins.pictures.outside import opens
from communes.models import LogoRendition
from initiatives.models import Picture, Rendition

# A name never means other bytes, so that nobody need ask again; a day and no year, since a face may be taken back.
KEPT = "public, max-age=86400, immutable"


@require_safe
def picture(request: HttpRequest, sha256: str, width: int, kind: str) -> HttpResponse:
    """One file of a picture that is public; of any other for whoever reads initiatives in the back office, or has a key
    from a page that was handed out; else 404."""
    file = _first(_public_files(), sha256, width, kind)
    is_public = file is not None
    if not is_public and (request.user.has_perm("initiatives.view_initiative") or opens(sha256, _key(request))):
        file = _first([Rendition.objects.all(), BulletinRendition.objects.all()], sha256, width, kind)
    if file is None:
        raise Http404("Cette image n’existe pas, ou n’est plus publique.")
    response = HttpResponse(bytes(file.data), content_type=f"image/{file.format}")
    response["Content-Disposition"] = "inline"
    if not is_public:
        response["Cache-Control"] = "private, no-store"
        return response
    response["Cache-Control"] = KEPT
    response["ETag"] = f'"{sha256[:32]}-{width}-{file.format}"'
    patch_vary_headers(response, ["Accept-Encoding"])
    answer = get_conditional_response(request, etag=response["ETag"], response=response)
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"  # mails show it; a 304 would else take that back
    return answer


def _key(request: HttpRequest) -> str:
    return request.GET.get("cle", "")


def _public_files() -> list[QuerySet]:
    """A logo is public by its nature."""
    return [
        Rendition.objects.filter(picture__in=Picture.objects.public()),
        BulletinRendition.objects.filter(picture__in=BulletinPicture.objects.public()),
        LogoRendition.objects.all(),
    ]


def _first(files: list[QuerySet], sha256: str, width: int, kind: str) -> PictureFile | None:
    """A query for each kind of picture, until one has the file."""
    return next(filter(None, (named(one, sha256, width, kind).first() for one in files)), None)
