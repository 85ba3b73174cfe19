"""The licence under which the texts and data of the site may be used again: that of French public bodies."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Licence:
    name: str
    url: str

    def granted_by(self, publisher: str) -> str:
        """“Préfecture du Pas-de-Calais, Licence Ouverte 2.0 (https://…)”, for the outputs that hold no link."""
        return f"{publisher}, {self.name} ({self.url})"


LICENCE = Licence(name="Licence Ouverte 2.0", url="https://www.etalab.gouv.fr/licence-ouverte-open-licence/")
