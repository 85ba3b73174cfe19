from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from communes.licence import LICENCE
from communes.remembered import read_territory


def territory(request: HttpRequest) -> dict[str, object]:
    """`territory` for every template: asked of the database once, and only by the pages that show it; `licence` of
    what they show."""
    return {"territory": SimpleLazyObject(read_territory), "licence": LICENCE}
