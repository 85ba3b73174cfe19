"""Values that exist in the world of the table of rights, by the name of the parameter that they are asked by."""

from __future__ import annotations

from typing import Any

from bulletins.models import Bulletin
from communes.models import Area, Commune
from initiatives.models import Audience, Initiative, Picture
from organisations.models import Organisation
from tests.builders import make_picture
from tests.documents.readers.pictures.photographs import photograph
from tests.permissions.world import World
from workshop.proof.outside import open_link, token_of


def known_values(world: World) -> dict[str, list[Any]]:
    draft = world[Bulletin]["brouillon"]
    link = open_link(bulletin=draft, reader="Cabinet", days=3, by=draft.created_by)
    shown = make_picture(world[Initiative]["parue"])
    shown.renditions.filter(format="jpeg").update(data=photograph(480, 320))
    initiatives = list(Initiative.objects.published().values_list("pk", flat=True))
    return {
        "pk": [*initiatives[:4], *Organisation.objects.values_list("pk", flat=True)[:3]],
        "number": [1, 2],
        "form": ["docx", "odt", "txt", "json", "html", "zip"],
        "insee": list(Commune.objects.values_list("insee", flat=True)),
        "sha256": list(Picture.objects.values_list("sha256", flat=True)),
        "width": [480],
        "kind": ["jpeg", "svg"],
        "token": [token_of(link)],
        "section": ["initiatives", "bulletins", "communes"],
        "series__slug": list(Bulletin.objects.values_list("series__slug", flat=True)),
        "slug": ["protection", "x"],
        "commune": list(Commune.objects.values_list("insee", flat=True)),
        "territoire": list(Area.objects.values_list("slug", flat=True)),
        "theme": ["protection"],
        "public": list(Audience.objects.values_list("slug", flat=True)),
        "tri": ["pertinence", "date", "commune"],
        "q": ["masques", "marck", "masques pres de Marck"],
        "page": ["1", "2", "²"],
    }
