"""One headless Chromium for all tests here, and pages served as the bot and as a static host do."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from bot.pipeline.page_files import digest_files, list_files
from bot.records import Digest
from tests.browser.hostile_digest import hostile
from tests.digest.made_digests import realistic

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
FOLDER = "0123456789abcdef0123456789abcdef"


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Closed with the module: while it is open, no other test can run a loop of its own."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.skip(f"no browser: none of {', '.join(BROWSERS)} is installed")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as running:
        made = running.chromium.launch(executable_path=found)
        yield made
        made.close()


@dataclass(frozen=True)
class Site:
    served: str
    """The folder as `pages.listen` serves it."""
    static: str
    """The same as a host of files does, without headers of ours."""
    folder: Path


def files_of(digest: Digest, folder: Path) -> None:
    files, listing = digest_files(digest, "d")
    bad, other = digest_files(hostile(), "hostile")
    lists = list_files([listing, other], folder=FOLDER, base="", days=14)
    for name, text in (files | bad | lists).items():
        (folder / name).write_text(text, "utf-8")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is not installed")
    from bot.endpoint.pages import pages_app

    root = tmp_path_factory.mktemp("pages")
    (root / FOLDER).mkdir()
    files_of(realistic(), root / FOLDER)
    server = uvicorn.Server(
        uvicorn.Config(pages_app(root), port=0, log_level="error", lifespan="off")
    )
    bound = server.config.bind_socket()
    serving = threading.Thread(target=server.run, kwargs={"sockets": [bound]}, daemon=True)
    serving.start()
    static = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(root)))
    hosting = threading.Thread(target=static.serve_forever, daemon=True)
    hosting.start()
    yield Site(
        f"http://127.0.0.1:{bound.getsockname()[1]}/{FOLDER}",
        f"http://127.0.0.1:{static.server_port}/{FOLDER}",
        root / FOLDER,
    )
    server.should_exit = True
    static.shutdown()
    static.server_close()
    serving.join()
    bound.close()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
        """Nothing on the terminal."""
