from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from initiatives.pictures.models import Picture, Rendition

# A name never means other bytes, so that nobody need ask again; a day and no year, since a face may be taken back.
KEPT = "public, max-age=86400, immutable"


@require_safe
def picture(request: HttpRequest, sha256: str, width: int, kind: str) -> HttpResponse:
    """One file of a picture that is public; of any other for whoever reads initiatives in the back office; else 404."""
    files = Rendition.objects.filter(picture__sha256=sha256, width=width, format=kind)
    file = files.filter(picture__in=Picture.objects.public()).first()
    is_public = file is not None
    if not is_public and request.user.has_perm("initiatives.view_initiative"):
        file = files.first()
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
    return get_conditional_response(request, etag=response["ETag"], response=response)
