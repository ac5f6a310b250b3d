"""Which Firefox model for Arabic to English there is to download; nothing is downloaded here.

Mozilla's model service is a Remote Settings server: its records name every file of every model,
and its root says where the files are. A mirror is a folder on any web server, as
`mujaz models get firefox --to FOLDER` makes it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urljoin

from bot.errors import HubRefused
from bot.translation.model_store.folder import MANIFEST
from bot.translation.model_store.remote import HubFile, client, raise_for, refusals

if TYPE_CHECKING:
    import httpx

SERVICE = (
    "https://firefox.settings.services.mozilla.com/v1/buckets/main/collections/"
    "translations-models-v2/records"
)
SETTING = "translation.firefox.source"
LICENCE = "MPL-2.0"
"""Of all models, as mozilla/translations states it."""
ROLES = ("model", "source_vocabulary", "target_vocabulary")
"""What a manifest says of a model's files; both vocabularies may be one file."""
PATIENCE = 3.5
"""Seconds until the first answer, looking up the server's name and all."""

_MAJOR = 3
"""The newest form of model that fxtranslate reads."""
_VERSION = re.compile(r"(\d+)\.(\d+)")
"""A released one: those for trial are "3.0a1"."""
_FILE = re.compile(r"\w[\w.-]*")
_SHOWN = re.compile(r"[\w.-]{1,40}")
_SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class FirefoxFile:
    name: str
    url: str
    size: int
    """As it is downloaded, packed or not."""
    sha256: str
    """As it is downloaded."""
    unpacked_sha256: str
    """"" where nobody stated it."""

    def __post_init__(self) -> None:
        if not _FILE.fullmatch(self.name) or not _SHA256.fullmatch(self.sha256):
            raise ValueError(f"{self.name!r} with SHA-256 {self.sha256!r}")


@dataclass(frozen=True, slots=True)
class FirefoxModel:
    """A model that can be downloaded."""

    address: str
    architecture: str
    version: str
    roles: Mapping[str, str]
    """The file's name for each of ROLES."""
    contents: tuple[FirefoxFile, ...]

    def __post_init__(self) -> None:
        # Both are shown, in a terminal and under every digest.
        if not (_SHOWN.fullmatch(self.architecture) and _SHOWN.fullmatch(self.version)):
            raise ValueError(f"{self.architecture!r} {self.version!r}")

    @property
    def revision(self) -> str:
        """A digest of its files, the same for the service and a mirror of it."""
        states = sorted((file.name, file.unpacked_sha256 or file.sha256) for file in self.contents)
        return hashlib.sha256(repr(states).encode()).hexdigest()

    @property
    def name(self) -> str:
        return "firefox-ar-en"

    @property
    def setting(self) -> str:
        return SETTING

    @property
    def size(self) -> int:
        """Bytes to download."""
        return sum(file.size for file in self.contents)

    @property
    def files(self) -> tuple[HubFile, ...]:
        return tuple(HubFile(file.name, file.size, file.sha256, "") for file in self.contents)

    def url(self, file: HubFile) -> str:
        return next(each.url for each in self.contents if each.name == file.name)

    @property
    def about(self) -> dict[str, Any]:
        """What the manifest says of it."""
        return {
            "name": self.name,
            "architecture": self.architecture,
            "version": self.version,
            "revision": self.revision,
            "from": self.address,
            "licence": LICENCE,
            **self.roles,
        }


def is_address(source: str) -> bool:
    return source.startswith(("http://", "https://"))


def look_up(address: str = SERVICE) -> FirefoxModel:
    """`address`: a service's records, or a mirror. Raises HubRefused, after PATIENCE at most
    where nobody answers."""
    address = address.rstrip("/")
    try:
        if address.endswith("/records"):
            return _of_service(address)
        return _of_mirror(address)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise HubRefused(
            f"{address} gave an answer that is not a model service's or a mirror's: {error!r}. "
            f"Check {SETTING}."
        ) from error


def _of_service(address: str) -> FirefoxModel:
    root = address.partition("/buckets/")[0] + "/"
    base = str(_first(root, address).json()["capabilities"]["attachments"]["base_url"])
    with client() as service, refusals(address, SETTING):
        answer = service.get(address)
    raise_for(answer, "the list of models", address)
    return chosen(answer.json()["data"], address, base)


def _of_mirror(address: str) -> FirefoxModel:
    about = _first(f"{address}/{MANIFEST}", address).json()
    contents = tuple(
        FirefoxFile(name, f"{address}/{quote(name)}", int(f["size"]), f["sha256"], f["sha256"])
        for name, f in about["files"].items()
    )
    roles = {role: str(about[role]) for role in ROLES}
    if not set(roles.values()) <= {file.name for file in contents}:
        raise ValueError("a file is missing")
    return FirefoxModel(
        address,
        str(about["architecture"]),
        str(about["version"]),
        roles,
        contents,
    )


def chosen(records: Iterable[Mapping[str, Any]], address: str, base: str) -> FirefoxModel:
    """The newest released version of the largest architecture. Raises HubRefused."""
    groups: dict[tuple[str, str], dict[str, Mapping[str, Any]]] = defaultdict(dict)
    for record in records:
        if _fits(record):
            group = str(record.get("architecture") or "unnamed"), str(record["version"])
            groups[group][str(record["fileType"])] = record
    whole = {
        group: roles for group, files in groups.items() if (roles := _roles(files)) is not None
    }
    if not whole:
        raise HubRefused(f"{address} has no released model from Arabic to English.")
    sizes: dict[str, int] = defaultdict(int)
    for (architecture, _), roles in whole.items():
        size = int(roles["model"]["attachment"]["size"])
        sizes[architecture] = max(sizes[architecture], size)
    best = max(whole, key=lambda group: (sizes[group[0]], group[0], _number(group[1])))
    return _model(best, whole[best], address, base)


def _fits(record: Mapping[str, Any]) -> bool:
    pair = record.get("sourceLanguage"), record.get("targetLanguage")
    number = _number(str(record.get("version", "")))
    return pair == ("ar", "en") and 0 < number[0] <= _MAJOR and _released(record)


def _released(record: Mapping[str, Any]) -> bool:
    """A record may be for some Firefoxes only: one for trial channels is not released yet, and
    one for telephones is a smaller copy of what everybody else gets.

    The service's conditions are of few forms: "env.appinfo.OS == 'Android'", the same with "!=",
    and "env.channel == 'default' || env.channel == 'nightly'".
    """
    condition = str(record.get("filter_expression") or "")
    everywhere = "env.channel" not in condition or "release" in condition
    return everywhere and "== 'Android'" not in condition


def _number(version: str) -> tuple[int, int]:
    match = _VERSION.fullmatch(version)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _roles(files: Mapping[str, Mapping[str, Any]]) -> dict[str, Mapping[str, Any]] | None:
    source = files.get("srcvocab") or files.get("vocab")
    target = files.get("trgvocab") or files.get("vocab")
    model = files.get("model")
    if model is None or source is None or target is None:
        return None
    return dict(zip(ROLES, (model, source, target), strict=True))


def _model(
    group: tuple[str, str], roles: Mapping[str, Mapping[str, Any]], address: str, base: str
) -> FirefoxModel:
    files = {}
    for record in roles.values():
        attachment = record["attachment"]
        files[str(record["name"])] = FirefoxFile(
            str(record["name"]),
            urljoin(base, str(attachment["location"])),
            int(attachment["size"]),
            str(attachment["hash"]),
            str(record.get("decompressedHash") or ""),
        )
    return FirefoxModel(
        address,
        *group,
        {role: str(record["name"]) for role, record in roles.items()},
        tuple(files.values()),
    )


def _first(url: str, address: str) -> httpx.Response:
    """The first thing that is asked, which shows whether there is a network.

    In a thread of its own, because looking up a server's name knows no time limit.
    """
    found: SimpleQueue[httpx.Response | BaseException] = SimpleQueue()

    def ask() -> None:
        try:
            with client() as service, refusals(address, SETTING):
                found.put(service.get(url))
        except BaseException as error:
            found.put(error)

    Thread(target=ask, daemon=True).start()
    try:
        answer = found.get(timeout=PATIENCE)
    except Empty:
        raise HubRefused(
            f"{address} does not answer. Check the network and {SETTING}, and run the same "
            "command again: what was downloaded is kept."
        ) from None
    if isinstance(answer, BaseException):
        raise answer
    raise_for(answer, url.removeprefix(address) or url, address)
    return answer
