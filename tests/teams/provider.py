"""A small provider of OpenID Connect on loopback: it lets in whom the test says, without asking."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt

CLIENT, SECRET = "console", "only-between-console-and-provider"


class Provider:
    """What the provider knows, and where it answers.

    Attributes:
        person: the claims of who signs in.
        changed: claims of the ID token that a test makes wrong.
        asked: paths in the order of the requests.
    """

    def __init__(self) -> None:
        self.person: dict[str, Any] = {"sub": "1", "preferred_username": "nora"}
        self.changed: dict[str, Any] = {}
        self.asked: list[str] = []
        self.codes: dict[str, dict[str, str]] = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider.asked.append(urlsplit(self.path).path)
                provider.answer(self, {})

            def do_POST(self) -> None:
                provider.asked.append(urlsplit(self.path).path)
                length = int(self.headers["Content-Length"])
                form = parse_qs(self.rfile.read(length).decode())
                provider.answer(self, {name: values[0] for name, values in form.items()})

            def log_message(self, *_arguments: Any) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()

    def answer(self, request: BaseHTTPRequestHandler, form: dict[str, str]) -> None:
        parts = urlsplit(request.path)
        match parts.path:
            case "/.well-known/openid-configuration":
                self._send(request, self._configuration())
            case "/authorize":
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                code = f"code-{len(self.codes)}"
                self.codes[code] = asked
                back = urlencode({"code": code, "state": asked["state"]})
                request.send_response(302)
                request.send_header("Location", f"{asked['redirect_uri']}?{back}")
                request.end_headers()
            case "/token":
                self._send(request, *self._token(request, form))
            case "/userinfo":
                is_known = request.headers["Authorization"] == "Bearer access"
                self._send(request, self.person if is_known else {}, 200 if is_known else 401)
            case _:
                self._send(request, {}, 404)

    def _configuration(self) -> dict[str, Any]:
        named = {
            "authorization_endpoint": "/authorize",
            "token_endpoint": "/token",
            "userinfo_endpoint": "/userinfo",
            "jwks_uri": "/keys",
        }
        return {"issuer": self.url} | {name: self.url + path for name, path in named.items()}

    def _token(
        self, request: BaseHTTPRequestHandler, form: dict[str, str]
    ) -> tuple[dict[str, Any], int]:
        """Hand out tokens for a code that was given, to the client that it was given to (PKCE)."""
        asked = self.codes.pop(form.get("code", ""), None)
        verifier = form.get("code_verifier", "")
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest())
        if (
            asked is None
            or (form.get("client_id"), form.get("client_secret")) != (CLIENT, SECRET)
            or asked.get("code_challenge") != challenge.decode().rstrip("=")
        ):
            return {"error": "invalid_grant"}, 400
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 60, **self.person}
        signed = jwt.encode(claims | self.changed, "k" * 32, algorithm="HS256")
        return {"access_token": "access", "token_type": "Bearer", "id_token": signed}, 200

    def _send(
        self, request: BaseHTTPRequestHandler, body: dict[str, Any], status: int = 200
    ) -> None:
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.end_headers()
        request.wfile.write(json.dumps(body).encode())
