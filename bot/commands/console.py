"""What the command line shows: progress on standard error, results as text for a terminal."""

from __future__ import annotations

import os
import shutil
import sys
import time
from types import TracebackType
from typing import TYPE_CHECKING

from rich.console import Console, RenderableType

from bot.formats.terminal import text_of

if TYPE_CHECKING:
    from rich.progress import Progress as RichProgress
    from rich.progress import TaskID

    from bot.config import Settings
    from bot.evaluation.results import Evaluation
    from bot.records import Article, Digest, Translation


UNITS = {
    "reading": "documents",
    "condensing": "articles",
    "checking sources": "sources",
    "reading articles": "articles",
}
"""What a stage counts; sentences where it is not here, steps while a model is built."""

PIPED_WIDTH = 80
LINE_EVERY = 5.0
"""Seconds between two plain progress lines of one stage."""


def unit(stage: str) -> str:
    if stage.startswith(("translating", "asking")):
        return "sentences"
    if stage.startswith("downloading"):
        return "MB"
    return UNITS.get(stage, "steps")


class ProgressDisplay:
    """A Progress that draws a bar on a terminal and writes plain lines elsewhere."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._bar: RichProgress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._stage = ""
        self._last = 0.0

    def __enter__(self) -> ProgressDisplay:
        if not self._quiet and sys.stderr.isatty():
            self._bar = _bar()
            self._bar.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def __call__(self, stage: str, done: int, total: int) -> None:
        if self._quiet:
            return
        if not total:
            self._wait(stage)
        elif self._bar is not None:
            self._draw(self._bar, stage, done, total)
        else:
            self._line(stage, done, total)

    def _wait(self, stage: str) -> None:
        """Say once that a stage of unknown length began, such as waiting for another process."""
        if stage != self._stage:
            self._stage = stage
            console = self._bar.console if self._bar is not None else Console(stderr=True)
            console.print(stage, highlight=False)

    def _draw(self, bar: RichProgress, stage: str, done: int, total: int) -> None:
        task = self._tasks.get(stage)
        if task is None or bar.tasks[bar.task_ids.index(task)].completed > done:
            task = bar.add_task(stage, total=total, unit=unit(stage))
            self._tasks[stage] = task
        bar.update(task, completed=done, total=total)

    def _line(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        finished = done >= total
        if stage == self._stage and not finished and now - self._last < LINE_EVERY:
            return
        self._stage, self._last = stage, now
        print(f"{stage}: {done}/{total} {unit(stage)}", file=sys.stderr)


def _bar() -> RichProgress:
    from rich.progress import (
        BarColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=24),
        TextColumn("{task.completed:.0f}/{task.total:.0f} {task.fields[unit]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def show_digest(digest: Digest, kind: str, to_file: bool, arabic: bool = False) -> str:
    from bot.pipeline.rendering import digest_text

    width, colour = _screen(to_file)
    return digest_text(digest, kind, width=width, colour=colour, arabic=arabic)


def show_translation(translation: Translation, kind: str, to_file: bool) -> str:
    from bot.pipeline.rendering import translation_text

    width, colour = _screen(to_file)
    return translation_text(translation, kind, width=width, colour=colour)


def show_article(article: Article, as_json: bool, to_file: bool) -> str:
    from bot.pipeline.rendering import article_json, article_report

    return article_json(article) if as_json else _as_text(article_report(article), to_file)


def show_evaluation(evaluation: Evaluation, worst: int, as_json: bool, to_file: bool) -> str:
    from bot.evaluation.render.json import to_json
    from bot.evaluation.render.terminal import to_terminal

    return to_json(evaluation) if as_json else _as_text(to_terminal(evaluation, worst), to_file)


def show_models(settings: Settings) -> str:
    """One engine a paragraph, the configured one first."""
    from bot.pipeline.engines import all_engines, is_automatic

    mark = ' (in use, chosen by engine = "auto")' if is_automatic(settings) else " (in use)"
    lines = []
    for number, status in enumerate(all_engines(settings)):
        state = "ready" if status.built else "not built yet" if status.usable else "cannot be used"
        chosen = mark if number == 0 else ""
        lines += [
            f"{status.name}{chosen}: {status.label}, {state}",
            f"  files    {status.path or 'none'}",
            f"  size     {status.size_bytes / 1e6:.0f} MB",
            f"  licence  {status.licence or 'unknown'}",
        ]
        if status.detail:
            lines.append(f"  note     {status.detail}")
    lines += _pulled_models(settings)
    return "\n".join(lines) + "\n"


def _pulled_models(settings: Settings) -> list[str]:
    from bot.pipeline.hub import pulled, unfinished

    lines = []
    for model in pulled(settings):
        lines += [
            "",
            f"pulled: {model.name}, {model.path.name}",
            f"  files    {model.path}",
            f"  size     {model.size_bytes / 1e6:.0f} MB",
            f"  licence  {model.licence or 'unknown'}",
            f"  commit   {model.revision or 'none: a folder of yours'}",
        ]
    for name, size_bytes in unfinished(settings):
        size = f"{size_bytes / 1e6:.0f} MB"
        lines += ["", f"not finished: {name}, {size} so far; go on: mujaz models pull {name}"]
    return lines


def show_presets() -> str:
    """One preset a paragraph."""
    from bot.pipeline.hub import presets, summary_presets

    lines = ["Quality is as published, not measured here; see docs/engines.md.", ""]
    for preset in presets():
        terms = "" if preset.commercial else ", not for commercial use"
        lines += [
            preset.name,
            f"  good for  {preset.good_for}",
            f"  quality   BLEU {preset.bleu}, chrF {preset.chrf} ({preset.source})",
            f"  licence   {preset.licence}{terms}",
            f"  size      download about {preset.download_mb:,} MB, int8 about "
            f"{preset.int8_mb:,} MB",
            f"  hub       {preset.hub}",
            "",
        ]
    lines += ['English summarisation models, for summary.engine = "seq2seq":', ""]
    for model in summary_presets():
        lines += [
            model.name,
            f"  good for  {model.good_for}",
            f"  quality   {f'{model.rouge} ({model.source})' if model.rouge else 'not known'}",
            f"  licence   {model.licence}",
            f"  size      download about {model.download_mb:,} MB, int8 about {model.int8_mb:,} MB",
            f"  hub       {model.hub}",
            *(["  needs     torch, once, to be converted"] if model.needs_torch else []),
            "",
        ]
    return "\n".join([*lines, "Get one: mujaz models pull NAME"]) + "\n"


def _screen(to_file: bool) -> tuple[int, bool]:
    """Width in cells and whether colours are shown, of where standard output goes."""
    colour = not to_file and sys.stdout.isatty() and "NO_COLOR" not in os.environ
    if not to_file and sys.stdout.isatty():
        return shutil.get_terminal_size((PIPED_WIDTH, 24)).columns, colour
    return PIPED_WIDTH, False


def _as_text(renderable: RenderableType, to_file: bool) -> str:
    """A rich renderable as text: with colours only where a terminal shows them."""
    width, colour = _screen(to_file)
    return text_of(renderable, width=width, colour=colour)
