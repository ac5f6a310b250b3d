"""Sources as `mujaz sources list` and `show` print them: tables for people, JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import shutil
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from io import StringIO
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.store.entries import StoredEntry
from bot.store.source import Source

PIPED_WIDTH = 120
_OURS = {"etag", "last_modified", "fingerprint", "wishes", "moved_times"}
"""Of no use to anybody but the poller."""


def table(found: Sequence[Source], *, to_file: bool = False) -> str:
    if not found:
        return "There are no sources yet. Add one: mujaz sources add URL\n"
    made = Table(box=None, pad_edge=False, header_style="bold")
    made.add_column("No", justify="right")
    made.add_column("Title", max_width=40, overflow="ellipsis", no_wrap=True)
    made.add_column("Topic", max_width=20, overflow="ellipsis", no_wrap=True)
    made.add_column("Health", no_wrap=True)
    for name in ("Checked", "New", "Next"):
        made.add_column(name, no_wrap=True)
    made.add_column("What is wrong", overflow="fold")
    now = datetime.now(UTC)
    for each in found:
        made.add_row(
            str(each.id),
            each.name + (f" (user {each.owner})" if each.owner else ""),
            each.topic,
            each.health.value,
            ago(each.checked_at, now),
            ago(each.last_new, now),
            "" if each.health.value in ("gone", "paused") else ago(each.next_check, now),
            f"{each.error}: {each.reason}" if each.error else "",
        )
    return _drawn(made, to_file)


def ago(at: datetime | None, now: datetime) -> str:
    """ "5 min ago", "in 2 h", "never"."""
    if at is None:
        return "never"
    minutes = abs(round((now - at).total_seconds() / 60))
    if minutes < 1:
        return "now"
    text = f"{minutes} min"
    if minutes >= 60 * 48:
        text = f"{round(minutes / 1440)} days"
    elif minutes >= 120:
        text = f"{round(minutes / 60)} h"
    return f"in {text}" if at > now else f"{text} ago"


def card(source: Source, found: Sequence[StoredEntry]) -> str:
    now = datetime.now(UTC)
    every = source.interval_minutes
    made = Table(box=None, pad_edge=False, show_header=False)
    made.add_column(style="bold", no_wrap=True)
    made.add_column(overflow="fold")
    rows = {
        "Source": f"{source.id}: {source.name}",
        "Address": source.url,
        "Kind": source.kind.value,
        "Language": source.language or "unknown",
        "Topic": source.topic or "none",
        "Priority": str(source.priority),
        "Interval": f"{every} min" if every else "adapted to how often it publishes",
        "Full text": source.full_text.value,
        "Must have": ", ".join(source.must) or "anything",
        "Must not have": ", ".join(source.must_not) or "nothing",
        "User agent": source.user_agent or "ours",
        "Owner": f"user {source.owner}" if source.owner else "shared",
        "Health": source.health.value,
        "Checked": ago(source.checked_at, now),
        "Next check": ago(source.next_check, now),
    }
    if source.error:
        since = f", since {source.failing_since:%Y-%m-%d %H:%M} UTC" if source.failing_since else ""
        rows["Wrong"] = f"{source.error}: {source.reason} ({source.failures} in a row{since})"
    for name, value in rows.items():
        made.add_row(name, value)
    lines = [_drawn(made, False), "Newest entries:"]
    lines += [f"  {_became(each)}  {each.title or each.url or 'untitled'}" for each in found]
    return "\n".join(lines if found else [lines[0], "No entries yet."]) + "\n"


def _became(entry: StoredEntry) -> str:
    if entry.article is not None:
        return f"article {entry.article}"
    return f"{entry.state.value} ({entry.error})" if entry.error else entry.state.value


def as_rows(found: Sequence[Source]) -> str:
    return json.dumps([_row(each) for each in found], ensure_ascii=False, indent=2)


def card_row(source: Source, found: Sequence[StoredEntry]) -> str:
    entries = [_plain(dataclasses.asdict(each) | {"payload": None}) for each in found]
    for each in entries:
        del each["payload"]
    return json.dumps(_row(source) | {"entries": entries}, ensure_ascii=False, indent=2)


def _row(source: Source) -> dict[str, Any]:
    values = dataclasses.asdict(source)
    return _plain({name: value for name, value in values.items() if name not in _OURS})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _drawn(made: Table, to_file: bool) -> str:
    on_terminal = not to_file and sys.stdout is not None and sys.stdout.isatty()
    width = shutil.get_terminal_size().columns if on_terminal else PIPED_WIDTH
    out = StringIO()
    Console(file=out, width=max(width, 60), force_terminal=on_terminal).print(made)
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"
