"""A model hub on this machine, with the file layout of huggingface.co, and with its bad days.

Large files (`lfs`) are given by way of a redirect to another path, as the real hub's storage is;
small ones directly. Ranges are served. What goes wrong is set in `trouble` before a pull.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from tests.translation.model_store.loopback import Loopback, say

LARGE = 100_000
"""Bytes from which a file is kept as LFS."""


@dataclass
class Trouble:
    """What the hub does wrong."""

    cut_after: int | None = None
    """Bytes after which a large file's answer breaks off."""
    cuts: int = 0
    """How many answers break off so."""
    corrupt: int = 0
    """How many answers with a large file have one byte changed."""
    ignores_ranges: bool = False
    status: int | None = None
    """Answered to everything."""
    no_hub: bool = False
    """It is some other web server."""


@dataclass
class Request:
    path: str
    start: int
    """First byte asked for."""


@dataclass
class LoopbackHub(Loopback):
    """Serves `folder` as the model `name`; a context manager."""

    folder: Path
    name: str = "Helsinki-NLP/opus-mt-ar-en"
    licence: str = "apache-2.0"
    trouble: Trouble = field(default_factory=Trouble)
    requests: list[Request] = field(default_factory=list)

    @property
    def revision(self) -> str:
        """Another commit whenever a file changes."""
        digest = hashlib.sha1()
        for path in sorted(self.folder.iterdir()):
            digest.update(path.name.encode() + path.read_bytes())
        return digest.hexdigest()

    def given(self, name: str) -> list[Request]:
        """Requests for the bytes of one file."""
        return [request for request in self.requests if request.path.endswith(f"/{name}")]

    def listing(self) -> dict[str, Any]:
        files = [_described(path) for path in sorted(self.folder.iterdir())]
        return {
            "id": self.name,
            "sha": self.revision,
            "siblings": files,
            "cardData": {"license": self.licence},
            "tags": ["translation", f"license:{self.licence}"],
        }

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path = unquote(urlsplit(to.path).path)
        if self.trouble.status is not None:
            return say(to, self.trouble.status, b"{}")
        if self.trouble.no_hub:
            return say(to, 200, b"<html>Welcome</html>")
        if match := re.fullmatch(r"/api/models/(.+)/revision/(.+)", path):
            known = match[1] == self.name and match[2] in ("main", self.revision)
            text = json.dumps(self.listing() if known else {"error": "Repository not found"})
            return say(to, 200 if known else 401, text.encode())
        if match := re.fullmatch(rf"/{re.escape(self.name)}/resolve/{self.revision}/(.+)", path):
            file = self.folder / match[1]
            if file.stat().st_size >= LARGE:
                to.send_response(302)
                to.send_header("Location", f"/storage/{file.name}")
                to.send_header("X-Repo-Commit", self.revision)
                to.send_header("X-Linked-Etag", f'"{_sha256(file)}"')
                to.send_header("Content-Length", "0")
                to.end_headers()
                return None
            return self._give(to, file, large=False)
        if match := re.fullmatch(r"/storage/([^/]+)", path):
            return self._give(to, self.folder / match[1], large=True)
        return say(to, 404, b"Not found")

    def _give(self, to: BaseHTTPRequestHandler, file: Path, large: bool) -> None:
        data = file.read_bytes()
        asked = re.fullmatch(r"bytes=(\d+)-", to.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        self.requests.append(Request(f"/{file.name}", start))
        ranged = start > 0 and not self.trouble.ignores_ranges
        body = data[start:] if ranged else data
        to.send_response(206 if ranged else 200)
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        trouble = self.trouble
        if large and trouble.corrupt:
            trouble.corrupt -= 1
            body = body[:-1] + bytes([body[-1] ^ 1])
        if large and trouble.cuts and trouble.cut_after is not None:
            trouble.cuts -= 1
            body = body[: trouble.cut_after]
            to.close_connection = True
        to.wfile.write(body)


def _described(path: Path) -> dict[str, Any]:
    data = path.read_bytes()
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data).hexdigest()
    described: dict[str, Any] = {"rfilename": path.name, "size": len(data), "blobId": blob}
    if len(data) >= LARGE:
        described["lfs"] = {"sha256": _sha256(path), "size": len(data), "pointerSize": 134}
    return described


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
