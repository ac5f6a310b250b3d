"""Mozilla's model service on this machine, and a mirror: any folder of files, with its bad days.

The service is a Remote Settings server: its root says where attachments are, its records name
them. Ranges are served. What goes wrong is set in `trouble`.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event
from typing import Any

from tests.translation.model_store.loopback import Loopback, say

RECORDS = "/v1/buckets/main/collections/translations-models-v2/records"


@dataclass
class Trouble:
    corrupt: int = 0
    """How many attachments have one byte changed."""
    silent: bool = False
    """It takes connections and never answers."""
    body: bytes | None = None
    """Answered to everything."""


def zstd(content: bytes) -> bytes:
    """`content` in zstd's format, in blocks that are stored as they are."""
    frame = b"\x28\xb5\x2f\xfd" + b"\xa0" + len(content).to_bytes(4, "little")
    blocks = [content[k : k + 65536] for k in range(0, len(content), 65536)] or [b""]
    for number, block in enumerate(blocks):
        last = number == len(blocks) - 1
        frame += (len(block) << 3 | int(last)).to_bytes(3, "little") + block
    return frame


@dataclass
class LoopbackService(Loopback):
    """A context manager. `publish` puts up a file of a model; `mirror` is a folder to serve."""

    mirror: Path | None = None
    trouble: Trouble = field(default_factory=Trouble)
    records: list[dict[str, Any]] = field(default_factory=list)
    attachments: dict[str, bytes] = field(default_factory=dict)
    starts: list[tuple[str, int]] = field(default_factory=list)
    """Every attachment that was asked for, with the first byte asked for."""
    _over: Event = field(default_factory=Event)

    @property
    def source(self) -> str:
        """For `translation.firefox.source`."""
        return f"{self.address}/mirror" if self.mirror else self.address + RECORDS

    def publish(self, path: Path, kind: str, **other: Any) -> dict[str, Any]:
        content = path.read_bytes()
        packed = zstd(content)
        location = f"main-workspace/translations-models-v2/{len(self.records)}.zst"
        self.attachments[location] = packed
        record = {
            "name": path.name,
            "fileType": kind,
            "sourceLanguage": "ar",
            "targetLanguage": "en",
            "architecture": "base-memory",
            "version": "3.0",
            "filter_expression": "",
            "decompressedHash": hashlib.sha256(content).hexdigest(),
            "decompressedSize": len(content),
            "attachment": {
                "hash": hashlib.sha256(packed).hexdigest(),
                "size": len(packed),
                "filename": f"{path.name}.zst",
                "location": location,
                "mimetype": "application/zstd",
            },
            **other,
        }
        self.records.append(record)
        return record

    def __exit__(self, *why: Any) -> None:
        self._over.set()
        super().__exit__(*why)

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        if self.trouble.silent:
            self._over.wait()
            to.close_connection = True
            return None
        if self.trouble.body is not None:
            return say(to, 200, self.trouble.body)
        if to.path == "/v1/":
            base = {"attachments": {"base_url": f"{self.address}/cdn/"}}
            return say(to, 200, json.dumps({"capabilities": base}).encode())
        if to.path == RECORDS:
            return say(to, 200, json.dumps({"data": self.records}).encode())
        name = to.path.removeprefix("/cdn/")
        if name in self.attachments:
            return self._give(to, name, self.attachments[name])
        name = to.path.removeprefix("/mirror/")
        if self.mirror and (self.mirror / name).is_file():
            return self._give(to, name, (self.mirror / name).read_bytes())
        return say(to, 404, b"Not found")

    def _give(self, to: BaseHTTPRequestHandler, name: str, content: bytes) -> None:
        asked = re.fullmatch(r"bytes=(\d+)-", to.headers.get("Range", ""))
        start = int(asked[1]) if asked else 0
        self.starts.append((name, start))
        body = content[start:]
        to.send_response(206 if start else 200)
        to.send_header("Content-Length", str(len(body)))
        to.end_headers()
        if self.trouble.corrupt:
            self.trouble.corrupt -= 1
            body = body[:-1] + bytes([body[-1] ^ 1])
        to.wfile.write(body)
