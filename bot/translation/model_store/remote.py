"""What a hub says of a model: its commit, licence and files; nothing is downloaded here.

The file layout is huggingface.co's, which mirrors share: `/api/models/NAME/revision/REV` lists
a model, `/NAME/resolve/COMMIT/FILE` gives a file, by way of redirects. We speak it ourselves:
huggingface_hub 2.4 throws a half-done file away when it is stopped, and models are gigabytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from bot.errors import HubRefused

if TYPE_CHECKING:
    import httpx

SETTING = "translation.hub.address"

TIMEOUT = 30.0
"""Seconds without a byte."""

_NAME = re.compile(r"[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*")

_TOKENIZER = {
    "source.spm",
    "target.spm",
    "vocab.json",
    "merges.txt",
    "target_vocab.json",
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "added_tokens.json",
    "sentencepiece.bpe.model",
    "sentencepiece.model",
    "spiece.model",
    "tokenizer.model",
}
_CONVERTED = {"model.bin", "config.json"}
_VOCABULARY = re.compile(r"(shared|source|target)_vocabulary\.(json|txt)")
_WEIGHTS = (
    re.compile(r"model\.safetensors"),
    re.compile(r"model(-\d+-of-\d+\.safetensors|\.safetensors\.index\.json)"),
    re.compile(r"pytorch_model\.bin"),
    re.compile(r"pytorch_model(-\d+-of-\d+\.bin|\.bin\.index\.json)"),
)
"""In order of liking: only one form of the same weights is downloaded."""
_LICENCE = re.compile(r"(?i)licen[sc]e(\.\w+)?|README\.md")


@dataclass(frozen=True, slots=True)
class HubFile:
    name: str
    size: int
    sha256: str
    """"" for small files, which the hub names by their git blob's SHA-1."""
    blob: str


@dataclass(frozen=True, slots=True)
class HubModel:
    """A model at one commit, with the files Mujaz needs of it."""

    address: str
    name: str
    revision: str
    licence: str
    converted: bool
    """Somebody put it up ready for CTranslate2."""
    files: tuple[HubFile, ...]

    @property
    def setting(self) -> str:
        return SETTING

    @property
    def size(self) -> int:
        return sum(file.size for file in self.files)

    def url(self, file: HubFile) -> str:
        return f"{self.address}/{self.name}/resolve/{self.revision}/{quote(file.name)}"


def look_up(address: str, name: str, revision: str = "main") -> HubModel:
    """`name`: "owner/name". `revision`: a branch, tag or commit; what is returned names the
    commit. Raises HubRefused."""
    if not _NAME.fullmatch(name):
        raise HubRefused(f'"{name}" is no name of a model; on the hub they are "owner/name".')
    address = address.rstrip("/")
    url = f"{address}/api/models/{name}/revision/{quote(revision, safe='')}"
    with client() as hub, refusals(address):
        answer = hub.get(url, params={"blobs": "true"})
    raise_for(answer, f"{name} at {revision}", address)
    try:
        return _understood(address, answer.json())
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HubRefused(
            f"{address} gave an answer about {name} that is not a model hub's: {error!r}. "
            "Check translation.hub.address."
        ) from error


def client() -> httpx.Client:
    import httpx

    return httpx.Client(follow_redirects=True, timeout=TIMEOUT)


def raise_for(answer: httpx.Response, what: str, address: str) -> None:
    """Raise HubRefused where the hub's answer is no success."""
    if answer.is_success:
        return
    reasons = {
        401: "does not exist there, or is not public",
        403: "is given only to those who accept its terms there; download it by hand and name "
        "its folder as the model",
        404: "does not exist there",
        429: "is refused for now: too many requests. Try again later",
    }
    reason = reasons.get(answer.status_code, f"is answered with status {answer.status_code}")
    raise HubRefused(f"{address}: {what} {reason}.")


@contextmanager
def refusals(address: str, setting: str = SETTING) -> Iterator[None]:
    """Raises HubRefused in place of the HTTP library's own errors. `setting`: what the address
    is configured with."""
    import httpx

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise HubRefused(
            f"{address} cannot be reached ({type(error).__name__}: {error}). Check the network "
            f"and {setting}, and run the same command again: what was downloaded is kept."
        ) from error


def _understood(address: str, raw: dict[str, Any]) -> HubModel:
    files = {file.name: file for file in map(_file, raw["siblings"])}
    converted = "model.bin" in files and any(map(_VOCABULARY.fullmatch, files))
    wanted = {name for name in files if name in _TOKENIZER or _LICENCE.fullmatch(name)}
    if converted:
        wanted |= {name for name in files if name in _CONVERTED or _VOCABULARY.fullmatch(name)}
    else:
        weights = next(filter(None, ([*filter(w.fullmatch, files)] for w in _WEIGHTS)), None)
        if weights is None:
            raise HubRefused(f"{address}: {raw['id']} has no weights in a form that is known.")
        wanted |= {*weights, *({"config.json", "generation_config.json"} & files.keys())}
    return HubModel(
        address,
        name=str(raw["id"]),
        revision=re.fullmatch(r"[0-9a-f]{40}", raw["sha"])[0],  # type: ignore[index]
        licence=_licence(raw),
        converted=converted,
        files=tuple(files[name] for name in sorted(wanted)),
    )


def _file(raw: dict[str, Any]) -> HubFile:
    lfs = raw.get("lfs") or {}
    size = lfs.get("size", raw.get("size"))
    return HubFile(
        str(raw["rfilename"]),
        int(size or 0),
        str(lfs.get("sha256", "")),
        str(raw.get("blobId", "")),
    )


def _licence(raw: dict[str, Any]) -> str:
    stated = (raw.get("cardData") or {}).get("license")
    if not stated:
        tags = [tag for tag in raw.get("tags", []) if str(tag).startswith("license:")]
        stated = [str(tag).removeprefix("license:") for tag in tags]
    return ", ".join(stated) if isinstance(stated, list) else str(stated)
