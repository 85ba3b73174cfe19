"""A small provider of OpenID Connect on this machine, which can be told to answer wrongly."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, unquote, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CLIENT, SECRET = "solidaire", "un-secret-d-essai-assez-long-pour-hs256"
RSA_KEY = rsa.generate_private_key(65537, 2048)
WEAK_KEY = rsa.generate_private_key(65537, 1024)
OTHER_KEY = rsa.generate_private_key(65537, 2048)
EC_KEY = ec.generate_private_key(ec.SECP256R1())
Claims = dict[str, Any]


def public_pem(key: rsa.RSAPrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)


def public_jwk(key: Any, **told: str) -> Claims:
    algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
    return json.loads(algorithm.to_jwk(key.public_key())) | told


def signed(claims: Claims, *, key: Any = RSA_KEY, algorithm: str = "RS256", kid: str | None = "rsa") -> str:
    return jwt.encode(claims, key, algorithm, headers={"kid": kid} if kid else {})


def forged(claims: Claims, *, algorithm: str, secret: bytes = b"") -> str:
    """By hand, a MAC or nothing: the library refuses to sign with what was never a secret."""
    head = _head(claims, algorithm, "rsa")
    return (head + b"." + (_b64(hmac.digest(secret, head, "sha256")) if secret else b"")).decode()


def signed_with_weak_key(claims: Claims) -> str:
    """By hand: the library warns of the key."""
    head = _head(claims, "RS256", "weak")
    return (head + b"." + _b64(WEAK_KEY.sign(head, PKCS1v15(), SHA256()))).decode()


def _head(claims: Claims, algorithm: str, kid: str) -> bytes:
    return b".".join(_b64(json.dumps(part).encode()) for part in ({"alg": algorithm, "kid": kid}, claims))


class Provider:
    """What it says of itself, of the person who is logged in there, and how it signs: all may be changed by a test."""

    def __init__(self) -> None:
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.issuer = self.url
        self.person: Claims = {"sub": "agent-7", "email": "agent@exemple.fr", "email_verified": True}
        self.bent: Claims = {}  # over the claims of the ID token; None takes one away
        self.sign: Callable[[Claims], str] = signed
        self.userinfo: Callable[[Claims], tuple[str, bytes]] = lambda told: (
            "application/json; charset=utf-8",
            json.dumps(told).encode(),
        )
        self.keys = [public_jwk(RSA_KEY, kid="rsa", use="sig", alg="RS256"), public_jwk(EC_KEY, kid="ec", use="sig")]
        self.described: Claims = {}  # over the description
        self.declines = ""  # the error that the authorization answers
        self.failing: dict[str, Callable[[BaseHTTPRequestHandler], None]] = {}  # by path
        self.codes: dict[str, dict[str, str]] = {}
        self.asked: list[tuple[str, dict[str, str], dict[str, str]]] = []  # path, parameters, headers
        threading.Thread(target=self.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def parameters(self, path: str) -> dict[str, str]:
        """What was last sent to an address."""
        return next(told for asked, told, _ in reversed(self.asked) if asked == path)

    def count(self, path: str) -> int:
        return sum(asked == path for asked, _, _ in self.asked)

    def send(self, url: str) -> str:
        """As a browser that is led there: the address to which it is led next."""
        parts = urlsplit(url)
        connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=5)
        try:
            connection.request("GET", f"{parts.path}?{parts.query}")
            return connection.getresponse().headers["Location"]
        finally:
            connection.close()

    def description(self) -> Claims:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "end_session_endpoint": f"{self.url}/logout",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        } | self.described

    def authorize(self, told: dict[str, str]) -> str:
        state = {"state": told["state"], "iss": self.issuer}
        if self.declines:
            return f"{told['redirect_uri']}?{urlencode({'error': self.declines} | state)}"
        code = secrets.token_urlsafe(16)
        self.codes[code] = told
        return f"{told['redirect_uri']}?{urlencode({'code': code} | state)}"

    def token(self, told: dict[str, str], headers: dict[str, str]) -> tuple[int, Claims]:
        asked = self.codes.pop(told.get("code", ""), None)
        challenge = _b64(hashlib.sha256(told.get("code_verifier", "").encode()).digest()).decode()
        if asked is None or challenge != asked["code_challenge"] or told["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        if (told.get("client_id"), told.get("client_secret")) != (CLIENT, SECRET) and not _is_client(headers):
            return 401, {"error": "invalid_client"}
        now = int(time.time())
        access = secrets.token_urlsafe(16)
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "sub": self.person["sub"],
            "iat": now,
            "exp": now + 300,
            "auth_time": now,
            "nonce": asked["nonce"],
            "at_hash": _b64(hashlib.sha256(access.encode()).digest()[:16]).decode(),
        } | self.bent
        claims = {name: value for name, value in claims.items() if value is not None}
        return 200, {"id_token": self.sign(claims), "access_token": access, "token_type": "Bearer"}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                parts = urlsplit(self.path)
                self._answer(parts.path, parts.query)

            def do_POST(self) -> None:
                self._answer(self.path, self.rfile.read(int(self.headers["Content-Length"])).decode())

            def _answer(self, path: str, query: str) -> None:
                told = {name: values[0] for name, values in parse_qs(query).items()}
                provider.asked.append((path, told, dict(self.headers)))
                if path in provider.failing:
                    provider.failing[path](self)
                elif path == "/.well-known/openid-configuration":
                    self._say(200, "application/json", json.dumps(provider.description()).encode())
                elif path == "/jwks":
                    self._say(200, "application/json", json.dumps({"keys": provider.keys}).encode())
                elif path == "/authorize":
                    self._lead(provider.authorize(told))
                elif path == "/logout":
                    self._lead(f"{told['post_logout_redirect_uri']}?{urlencode({'state': told['state']})}")
                elif path == "/token":
                    status, answer = provider.token(told, dict(self.headers))
                    self._say(status, "application/json", json.dumps(answer).encode())
                elif path == "/userinfo":
                    self._say(200, *provider.userinfo(provider.person))

            def _say(self, status: int, content_type: str, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", content_type)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def _lead(self, url: str) -> None:
                self.send_response(302)
                self.send_header("Location", url)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Silent: tests look at `asked`."""

        return Handler


@contextmanager
def trusted_provider(settings: Any) -> Iterator[Provider]:
    """A provider that is at work, and that this site trusts."""
    provider = Provider()
    settings.OIDC_ISSUER = provider.issuer
    settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = CLIENT, SECRET
    settings.OIDC_NAME = "ProEssai"
    settings.OIDC_TIMEOUT = 10  # the machine of the tests may be busy
    settings.OIDC_ROLES_CLAIM = "roles"
    settings.OIDC_ROLES = {"solidaire-redaction": "rédaction", "solidaire-edition": "édition"}
    settings.OIDC_CREATE_ACCOUNTS = True
    provider.person |= {"roles": ["solidaire-redaction"], "given_name": "Claude", "usual_name": "Exemple"}
    try:
        yield provider
    finally:
        provider.close()


def _is_client(headers: dict[str, str]) -> bool:
    told = headers.get("Authorization", "").removeprefix("Basic ")
    return unquote(base64.b64decode(told).decode()) == f"{CLIENT}:{SECRET}"


def _b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")
