"""Reading communes from the official API geo.api.gouv.fr. No database here; the HTTP client is given by the caller."""

from __future__ import annotations

import http.client
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol

ADDRESS = "https://geo.api.gouv.fr"
FIELDS = "nom,code,codesPostaux,population,centre"
TIMEOUT_SECONDS = 20
MAX_BYTES = 5_000_000  # the largest département (900 communes) answers about 200 kB

INSEE_CODE = re.compile(r"(\d{2}|2[AB])\d{3}")
POSTAL_CODE = re.compile(r"\d{5}")
FOUR_DECIMALS = Decimal("0.0001")  # about 10 m


class GeoApiError(Exception):
    """The API is out of reach or answers what we cannot read; the message is a French sentence for a person."""


class HttpClient(Protocol):
    def get(self, url: str) -> bytes:
        """The body of the answer; GeoApiError when there is none."""


@dataclass(frozen=True, slots=True)
class GeoCommune:
    insee: str
    name: str
    postal_codes: tuple[str, ...]
    population: int | None
    latitude: Decimal | None
    longitude: Decimal | None


class UrllibClient:
    """The standard library's client, with a time limit and a size limit. It asks no other host than the address."""

    def __init__(self, *, timeout: float = TIMEOUT_SECONDS, max_bytes: int = MAX_BYTES) -> None:
        self.timeout = timeout
        self.max_bytes = max_bytes

    def get(self, url: str) -> bytes:
        if not url.startswith(("https://", "http://")):
            raise GeoApiError(f"L’adresse « {url} » n’est pas une adresse web.")
        request = urllib.request.Request(url, headers={"Accept": "application/json", "User-Agent": "Solidaire"})
        try:
            with urllib.request.urlopen(request, timeout=self.timeout) as answer:
                body = answer.read(self.max_bytes + 1)
        except urllib.error.HTTPError as error:
            error.close()
            raise GeoApiError(f"Le service a répondu par une erreur {error.code} à l’adresse {url}.") from error
        except TimeoutError as error:
            raise GeoApiError(f"Le service n’a pas répondu en {self.timeout:g} secondes ({url}).") from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise GeoApiError(f"Le service n’a pas répondu en {self.timeout:g} secondes ({url}).") from error
            raise GeoApiError(f"Le service est injoignable ({error.reason}) : vérifiez l’accès à Internet.") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise GeoApiError(f"La communication avec le service a échoué ({error}).") from error
        if len(body) > self.max_bytes:
            raise GeoApiError(f"La réponse dépasse {self.max_bytes} octets : elle n’a pas été lue.")
        return body


def fetch_department(code: str, *, client: HttpClient, address: str = ADDRESS) -> list[GeoCommune]:
    """The communes of a département, in the order of their codes."""
    answer = _json(client.get(f"{address}/departements/{code}/communes?fields={FIELDS}"))
    if not isinstance(answer, list):
        raise GeoApiError("La réponse du service n’est pas une liste de communes.")
    if not answer:
        raise GeoApiError(f"Le service ne connaît aucune commune dans le département {code}.")
    communes = _distinct(_commune(item) for item in answer)
    strangers = [commune.insee for commune in communes if not commune.insee.startswith(code)]
    if strangers:
        raise GeoApiError(f"La réponse mêle des communes d’un autre département ({strangers[0]}).")
    return communes


def fetch_commune(insee: str, *, client: HttpClient, address: str = ADDRESS) -> GeoCommune:
    commune = _commune(_json(client.get(f"{address}/communes/{insee}?fields={FIELDS}")))
    if commune.insee != insee:
        raise GeoApiError(f"Le service a répondu pour {commune.insee} au lieu de {insee}.")
    return commune


def _json(body: bytes) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise GeoApiError("La réponse du service n’est pas du JSON lisible.") from error


def _distinct(communes: Iterable[GeoCommune]) -> list[GeoCommune]:
    by_insee = {}
    for commune in communes:
        if commune.insee in by_insee:
            raise GeoApiError(f"La réponse du service contient deux fois la commune {commune.insee}.")
        by_insee[commune.insee] = commune
    return [by_insee[insee] for insee in sorted(by_insee)]


def _commune(item: Any) -> GeoCommune:
    """Every value is checked: what the API sends ends on public pages."""
    insee = item.get("code") if isinstance(item, dict) else None
    if not isinstance(insee, str) or not INSEE_CODE.fullmatch(insee):
        raise GeoApiError("La réponse du service contient une commune sans code INSEE valable.")
    name = item.get("nom")
    if not isinstance(name, str) or not name.strip() or len(name) > 120 or not name.isprintable():
        raise _unreadable(insee, "nom")
    postal_codes = item.get("codesPostaux") or []
    if not isinstance(postal_codes, list) or not all(
        isinstance(code, str) and POSTAL_CODE.fullmatch(code) for code in postal_codes
    ):
        raise _unreadable(insee, "codes postaux")
    population = item.get("population")
    if population is not None and (type(population) is not int or not 0 <= population < 10**8):
        raise _unreadable(insee, "population")
    latitude, longitude = _centre(insee, item.get("centre"))
    return GeoCommune(insee, name.strip(), tuple(sorted(postal_codes)), population, latitude, longitude)


def _centre(insee: str, centre: Any) -> tuple[Decimal | None, Decimal | None]:
    """A GeoJSON point: longitude first, then latitude."""
    if centre is None:
        return None, None
    coordinates = centre.get("coordinates") if isinstance(centre, dict) else None
    if not isinstance(coordinates, list) or len(coordinates) != 2:
        raise _unreadable(insee, "centre")
    longitude, latitude = coordinates
    if not all(type(value) in (int, float) for value in coordinates):
        raise _unreadable(insee, "centre")
    # Written so that NaN, which Python's JSON reader accepts, is refused too.
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise _unreadable(insee, "centre")
    return Decimal(str(latitude)).quantize(FOUR_DECIMALS), Decimal(str(longitude)).quantize(FOUR_DECIMALS)


def _unreadable(insee: str, what: str) -> GeoApiError:
    return GeoApiError(f"La réponse du service est illisible pour la commune {insee} ({what}).")
