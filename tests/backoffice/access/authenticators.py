"""A security key made of software: it signs as one of metal does, and lies where a test asks it to."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from webauthn.helpers import bytes_to_base64url, encode_cbor

from backoffice.models import SecurityKey

ORIGIN = "https://testserver"
PRESENT, VERIFIED, WITH_KEY = 0x01, 0x04, 0x40  # flags of what a key signs


@dataclass
class Authenticator:
    """An ECDSA key on P-256. `count` is how often it has signed; None for one that does not count."""

    name: bytes = b"une cle de logiciel"
    count: int | None = 0
    private: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.derive_private_key(7, ec.SECP256R1()))

    def made(self, options: dict[str, Any], *, origin: str = ORIGIN, **lies: Any) -> dict[str, Any]:
        """The answer of `navigator.credentials.create()`, as the page's script puts it together."""
        data = self._data(options["rp"]["id"], flags=PRESENT | VERIFIED | WITH_KEY)
        data += bytes(16) + len(self.name).to_bytes(2, "big") + self.name + self.public
        attestation = {"fmt": lies.get("fmt", "none"), "attStmt": {}, "authData": data}
        answer = self._answer(
            clientDataJSON=self._client("webauthn.create", options, origin),
            attestationObject=encode_cbor(attestation),
        )
        answer["response"]["transports"] = ["usb", "ble", "fax"]
        return answer

    def signed(self, options: dict[str, Any], *, origin: str = ORIGIN, **lies: Any) -> dict[str, Any]:
        """That of `navigator.credentials.get()`."""
        if self.count is not None:
            self.count += 1
        data = self._data(lies.get("domain", options["rpId"]), flags=lies.get("flags", PRESENT))
        client = self._client(lies.get("type", "webauthn.get"), options, origin)
        signature = self.private.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        return self._answer(clientDataJSON=client, authenticatorData=data, signature=signature)

    @property
    def public(self) -> bytes:
        numbers = self.private.public_key().public_numbers()
        x, y = (number.to_bytes(32, "big") for number in (numbers.x, numbers.y))
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})  # COSE: EC2, ES256, P-256

    def _data(self, domain: str, *, flags: int) -> bytes:
        return hashlib.sha256(domain.encode()).digest() + bytes([flags]) + (self.count or 0).to_bytes(4, "big")

    def _client(self, kind: str, options: dict[str, Any], origin: str) -> bytes:
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": origin}).encode()

    def _answer(self, **parts: bytes) -> dict[str, Any]:
        name = bytes_to_base64url(self.name)
        response = {part: bytes_to_base64url(value) for part, value in parts.items()}
        return {"id": name, "rawId": name, "type": "public-key", "response": response}


def make_key(account: User, authenticator: Authenticator | None = None, *, name: str = "Clé USB") -> Authenticator:
    """A key of an account, without the page that adds it."""
    made = authenticator or Authenticator()
    SecurityKey.objects.create(
        account=account, name=name, credential_id=made.name, public_key=made.public, sign_count=made.count or 0
    )
    return made


def asked(client: Client, *, to_add: bool = False) -> dict[str, Any]:
    """What the script of a page is told."""
    return client.post(reverse("admin:key_challenge_to_add" if to_add else "admin:key_challenge")).json()


def touch(client: Client, key: Authenticator, **lies: Any) -> str:
    """Ask for a challenge and sign it: the answer, as the form sends it."""
    return json.dumps(key.signed(asked(client), **lies))


def add(client: Client, key: Authenticator, *, name: str = "Clé USB", **lies: Any) -> Any:
    answer = json.dumps(key.made(asked(client, to_add=True), **lies))
    return client.post(reverse("admin:keys"), {"acte": "ajouter", "name": name, "cle": answer})
