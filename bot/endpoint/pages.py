"""Serves the folder of pages, with the search that works without scripts.

Nobody logs in: the name of a chat's folder is the secret. What was never there and what is gone are
answered alike, and no folder is listed. Imported only where it runs, since Starlette comes with an
extra.
"""

from __future__ import annotations

import asyncio
import mimetypes
import re
from collections.abc import Awaitable, Callable
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from bot.formats.pages import header_policy
from bot.pipeline.page_files import SEARCH, found_page

mimetypes.add_type("application/atom+xml", ".atom")

_FOLDER = re.compile(r"[0-9a-f]{32}")
_LONGEST = 200
"""Characters that are searched for."""
HEADERS = {
    "Content-Security-Policy": f"{header_policy()}; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Asked for each time: what is taken back is gone at once.
    "Cache-Control": "private, no-cache",
}


def pages_app(folder: Path) -> Starlette:
    """`folder` need not be there yet."""

    async def search(request: Request) -> Response:
        name, asked = request.path_params["name"], request.query_params.get("q", "")[:_LONGEST]
        if not _FOLDER.fullmatch(name):
            raise HTTPException(404)
        try:
            known = await asyncio.to_thread((folder / name / SEARCH).read_text, "utf-8")
        except OSError:
            raise HTTPException(404) from None
        return HTMLResponse(await asyncio.to_thread(found_page, known, asked))

    return Starlette(
        routes=[
            Route("/robots.txt", _robots),
            Route("/{name}/search", search),
            Mount("/", _Files(directory=folder, html=True, check_dir=False)),
        ],
        middleware=[Middleware(BaseHTTPMiddleware, dispatch=_with_headers)],
        exception_handlers={404: _unknown, 405: _unknown},
    )


class _Files(StaticFiles):
    """Only what stands in a chat's folder, and nothing whose name begins with a dot."""

    async def check_config(self) -> None:
        """The folder comes with the first page."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        name, *rest = Path(path).parts or ("",)
        if not _FOLDER.fullmatch(name) or any(part.startswith(".") for part in rest):
            raise HTTPException(404)
        return await super().get_response(path, scope)


async def _robots(request: Request) -> Response:
    return PlainTextResponse("User-agent: *\nDisallow: /\n")


async def _unknown(request: Request, error: Exception) -> Response:
    return PlainTextResponse("There is no such page, or it is gone.\n", 404)


async def _with_headers(
    request: Request, answer: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await answer(request)
    response.headers.update(HEADERS)
    return response
