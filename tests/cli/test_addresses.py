"""`mujaz digest`, `read` and `translate` of an address, through the fetcher that the bot uses."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from bot.config import SourcesSettings
from bot.pipeline.documents import find_all, read_all
from tests.cli.running import BOLTON, SAMPLES, mujaz


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A site on loopback with one article; robots.txt shuts /private."""
    paragraphs = BOLTON.read_text("utf-8").split("\n\n")
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    page = f"<html lang=ar><meta charset=utf-8><title>x</title><article>{text}</article></html>"
    (tmp_path / "article.html").write_text(page, "utf-8")
    (tmp_path / "private.html").write_text(page, "utf-8")
    (tmp_path / "robots.txt").write_text("User-agent: *\nDisallow: /private\n")
    server = ThreadingHTTPServer(
        ("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    )
    thread = Thread(target=server.serve_forever)
    thread.start()
    monkeypatch.setenv("MUJAZ_SOURCES__PRIVATE_HOSTS", '["127.0.0.1"]')
    monkeypatch.setenv("MUJAZ_SOURCES__GAP_SECONDS", "0")
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_article_at_an_address_is_read(site: str) -> None:
    shown = mujaz("read", f"{site}/article.html")
    assert shown.returncode == 0, shown.stderr
    assert "بولتون" in shown.stdout


def test_files_and_addresses_go_together_and_each_failure_is_named(site: str) -> None:
    settings = SourcesSettings(private_hosts=("127.0.0.1",), gap_seconds=0)
    given = [f"{site}/article.html", str(BOLTON), f"{site}/none", f"{site}/private.html"]
    batch = read_all(find_all([*given, given[0]]), web=settings)
    assert len(batch.articles) == 2
    assert [(each.path, each.error) for each in batch.skipped] == [
        (given[2], "NotFound"),
        (given[3], "Refused"),
    ]


def test_a_private_address_is_refused_without_asking_it(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("MUJAZ_SOURCES__PRIVATE_HOSTS")
    for command in ("digest", "read", "translate"):
        shown = mujaz(command, f"{site}/article.html")
        assert shown.returncode == 3
        assert "ForbiddenAddress" in shown.stderr


def test_other_schemes_are_no_files(tmp_path: Path) -> None:
    shown = mujaz("read", "ftp://example.org/x")
    assert shown.returncode == 3
    assert "BadAddress" in shown.stderr
    assert SAMPLES.is_dir()
