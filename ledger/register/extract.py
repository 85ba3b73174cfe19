"""What a person who asks receives: everything that is held of them, in words and as data."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.utils import timezone
from django.utils.formats import date_format

from backoffice.models import JournalLine
from french.wording import NBSP, with_first
from ledger.register.appearing import whereabouts
from ledger.register.known import line_of
from organisations.models import Contact, Person

RIGHTS = (
    "Vous pouvez demander que ces données soient rectifiées ou effacées, vous opposer à leur usage ou demander qu’il "
    "soit limité, et retirer à tout moment un accord que vous avez donné. Si la réponse ne vous convient pas, "
    "vous pouvez saisir la CNIL (www.cnil.fr)."
)


def extract_of(kind: str, row: Any, *, now: datetime) -> dict[str, Any]:
    """Plain data under French names, for a reader without a program. `row` was brought by `with_use`."""
    line = line_of(kind, row)
    where = whereabouts(row)
    passages = {place.url: place.passages for place in where.findings.places}
    extract: dict[str, Any] = {
        "établi le": _moment(now),
        "nature": line.kind.label,
        "fiche": row.pk,
        "données": _fields(row),
        "base légale": line.ground.basis,
        "depuis": line.ground.since,
        "conservation": line.ground.until,
        "accord": line.ground.consent,
        "où elles figurent": [
            {"nature": place.kind, "intitulé": place.label, "de quelle façon": place.way,
             "passages": passages.get(place.url, [])}
            for place in where.places
        ],
        "lignes de la base": dict(where.findings.counted),
        "états successifs de la fiche": _states(row),
    }  # fmt: skip
    if isinstance(row, AbstractBaseUser):
        extract["clés de sécurité"] = [
            {
                "nom": key.name,
                "ajoutée le": _moment(key.added_at),
                "dernier emploi": _moment(key.last_used_at) if key.last_used_at else None,
            }
            for key in row.security_keys.all()
        ]
        extract["journal"] = [
            {"quand": _moment(one.at), "acte": one.get_kind_display(), "d’où": one.network}
            for one in JournalLine.objects.of_account(row).order_by("-pk")
        ]
    return extract | {"vos droits": RIGHTS}


def as_json(extract: dict[str, Any]) -> bytes:
    """Days as ISO 8601."""
    return json.dumps(extract, ensure_ascii=False, indent=2, default=date.isoformat).encode()


def _fields(row: Any) -> dict[str, Any]:
    if isinstance(row, Person):
        return {"nom": row.name, "qualité": row.capacity, "nom public": row.is_public}
    if isinstance(row, Contact):
        return {
            "type": row.get_kind_display(),
            "coordonnée": row.printed,
            "à qui l’on s’adresse": row.label,
            "public": row.is_public,
        }
    return {
        "identifiant": row.get_username(),
        "prénom": row.first_name,
        "nom": row.last_name,
        "courriel": row.email,
        "rôles": sorted(row.groups.values_list("name", flat=True)),
        "séries confiées": sorted(row.keeps.values_list("series__name", flat=True)),
        "compte ouvert": row.is_active,
        "dernière connexion": _moment(row.last_login) if row.last_login else None,
    }


def _states(row: Any) -> list[dict[str, Any]]:
    """Every state of a record, as its history keeps them; who changed it is the agent's data, not theirs."""
    if not isinstance(row, Person | Contact):
        return []
    return [{"le": _moment(state.history_date)} | _fields(state.instance) for state in row.history.order_by("pk")]


def _moment(moment: datetime) -> str:
    return with_first(date_format(timezone.localtime(moment), f"j F Y, G{NBSP}\\h{NBSP}i"))
