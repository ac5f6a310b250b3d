"""`mujaz sources` as an operator meets it, on a loopback web."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from tests.polling.feeds import item, page, rss
from tests.sources.web import LoopbackWeb

HOST = "127.0.0.1"
Run = Callable[..., Awaitable[Result]]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A command on a database of its own; in a thread, as it has an event loop of its own."""
    environment = {
        "MUJAZ_STORE__URL": f"sqlite:///{tmp_path / 'new' / 'mujaz.db'}",
        "MUJAZ_SOURCES__GAP_SECONDS": "0",
        "MUJAZ_SOURCES__PRIVATE_HOSTS": json.dumps([HOST]),
    }

    async def command(*words: str, typed: str | None = None) -> Result:
        runner = CliRunner(env=environment)
        return await asyncio.to_thread(runner.invoke, main, ["sources", *words], input=typed)

    return command


async def test_a_source_from_its_page_to_its_removal(run: Run) -> None:
    async with LoopbackWeb() as web:
        now = datetime.now(UTC)
        made = [item(n, web.put(HOST, f"/news/{n}", page(n)), at=now) for n in (1, 2)]
        feed = web.put(HOST, "/feed/", rss(made), media_type="application/rss+xml")
        front = web.put(HOST, "/", page("front"))
        shown = await run("add", front, "--no-draft", "--topic", "اقتصاد", typed="n\n")
        assert "أخبار المدينة" in shown.stderr
        assert "خفض أسعار الوقود في المدينة 1" in shown.stderr
        assert "There are no sources yet" in (await run("list")).stdout
        added = await run(
            "add", front, "--no-draft", "--topic", "اقتصاد", "--must", "الوقود", "--yes"
        )
        assert added.stdout == "Added source 1: أخبار المدينة\n"
        again = await run("add", feed, "--no-draft", "--yes")
        assert again.stdout == "Source 1 is known already: أخبار المدينة\n"
        polled = await run("poll")
        assert polled.exit_code == 0
        assert "1 changed" in polled.stdout
        assert "2 new articles" in polled.stdout
        listed = json.loads((await run("list", "--json")).stdout)
        assert [(each["url"], each["topic"], each["health"]) for each in listed] == [
            (feed, "اقتصاد", "ok")
        ]
        assert "article 2" in (await run("show", feed)).stdout
        done = await run("set", "1", "--interval", "60", "--must", "", "--priority", "2")
        assert done.exit_code == 0
        row = json.loads((await run("show", "1", "--json")).stdout)
        assert (row["interval_minutes"], row["must"], row["priority"]) == (60, [], 2)
        assert [each["state"] for each in row["entries"]] == ["taken", "taken"]
        web.put(HOST, "/feed/", "x", status=500)
        failed = await run("poll", "1")
        assert failed.exit_code == 3
        assert "ServerTrouble" in failed.stdout
        assert "failing" in (await run("list")).stdout
        await run("set", "1", "--pause")
        assert "No source is due" in (await run("poll")).stdout
        assert feed in (await run("export")).stdout
        assert (await run("remove", "1", "--yes")).stdout.startswith("Removed source 1")


async def test_a_list_is_imported_with_a_report(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "list.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="سياسة">'
        '<outline text="أ" xmlUrl="https://a.test/feed"/></outline>'
        '<outline text="ب" xmlUrl="gopher://b.test"/></body></opml>',
        "utf-8",
    )
    done = await run("import", str(file))
    assert (done.exit_code, done.stdout.splitlines()[0]) == (
        0,
        "1 added, 0 known already, 1 refused.",
    )
    assert "gopher" in done.stdout
    assert "0 added, 1 known already" in (await run("import", str(file))).stdout


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show", "9"], "There is no source 9"),
        (["set", "9"], "Nothing to change"),
        (["set", "9", "--must", "/(/"], "no regular expression"),
        (["set", "9", "--interval", "soon"], "give minutes"),
        (["add", "file:///etc/passwd", "--yes"], "BadAddress"),
        (["add", "http://10.0.0.1/feed", "--yes"], "ForbiddenAddress"),
    ],
)
async def test_what_cannot_be_done_is_said_in_words(run: Run, words: list[str], said: str) -> None:
    done = await run(*words)
    assert done.exit_code in (1, 2)
    assert said in done.stderr
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "name", ["", "add", "list", "show", "set", "remove", "import", "export", "poll"]
)
async def test_help_has_examples(run: Run, name: str) -> None:
    assert "mujaz sources" in (await run(*([name] if name else []), "--help")).stdout
