"""The server of pages as a part of a running process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bot.config import Settings
from bot.endpoint.server import Listening, needs_extra
from bot.errors import BadSettings


def check_pages(settings: Settings) -> str:
    """What `mujaz check` says of pages that can be written and served. Raises BadSettings."""
    pages = settings.pages
    if not pages.folder:
        if pages.listen or pages.url:
            raise BadSettings(
                "pages.listen or pages.url is set, but there is no pages.folder. Name the folder "
                "where the bot is to write its pages."
            )
        return "off"
    if pages.listen:
        needs_extra("pages.listen")
    served = f", served at http://{pages.listen}" if pages.listen else ""
    linked = f", linked as {pages.url}" if pages.url else ", not linked: pages.url is not set"
    return f"{settings.pages_folder}{served}{linked}"


class PagesServer(Listening):
    """Serves what the bot writes."""

    name = "pages"

    def __init__(self, settings: Settings) -> None:
        super().__init__(settings.pages.listen)
        self._settings = settings

    def must_stand(self) -> None:
        if not self._settings.pages.listen:
            raise BadSettings(
                'pages.listen is not set. Set it to an address such as "127.0.0.1:8788".'
            )
        check_pages(self._settings)

    def application(self) -> Any:
        from bot.endpoint.pages import pages_app

        return pages_app(self._settings.pages_folder or Path())
