"""Which answers are taken, and what the others mean. Pure but for reading the headers."""

from __future__ import annotations

from datetime import datetime

import httpx

from bot.errors import FetchError, Gone, NotFound, Refused, ServerTrouble, WrongKind
from bot.sources.fetching.headers import kind, retry_after
from bot.sources.fetching.requests import FetchLimits

TAKEN = frozenset({200, 203})
NOT_TEXT = ("image/", "audio/", "video/", "font/", "model/")
DOCUMENTS = frozenset(
    {
        "application/pdf",
        "application/x-pdf",
        "application/msword",
        "application/octet-stream",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    }
)


def check_status(answer: httpx.Response, now: datetime, *, conditional: bool) -> None:
    """Raises the FetchError that a status other than 200 means.

    304 is taken where it was asked for (`conditional`).
    """
    status = answer.status_code
    if status in TAKEN or (status == 304 and conditional):
        return
    error, what = _meaning(status)
    raise error(f"{answer.url.host}: {what}", retry_after=retry_after(answer.headers, now))


def _meaning(status: int) -> tuple[type[FetchError], str]:
    if status == 404:
        return NotFound, "there is no such page (404)."
    if status == 410:
        return Gone, "the page was taken down for good (410)."
    if status == 429:
        return ServerTrouble, "the site asks us to come less often (429)."
    if status in {401, 403, 451}:
        return Refused, f"the site does not let us read this page ({status})."
    if 400 <= status < 500 and status not in {408, 425}:
        return Refused, f"the site refuses the request ({status})."
    return ServerTrouble, f"the site has trouble or is not ready ({status})."


def check_kind(answer: httpx.Response, *, picture: bool = False) -> None:
    """Raises WrongKind for pictures, sound and film, before they are loaded; where a picture is
    asked for, for whatever is none."""
    media_type, _ = kind(answer.headers)
    if picture:
        if not (media_type or "").startswith("image/"):
            raise WrongKind(f"{answer.url.host} sent {media_type}, which is no picture.")
    elif media_type and media_type.startswith(NOT_TEXT):
        raise WrongKind(f"{answer.url.host} sent {media_type}, which holds no text.")


def limit_of(answer: httpx.Response, limits: FetchLimits) -> int:
    """Decoded bytes this answer may have."""
    media_type, _ = kind(answer.headers)
    if limits.document_size and media_type in DOCUMENTS:
        return limits.document_size
    return limits.size
