"""The author that asks a chat model, with the article shut in as data.

The words are prompts/summarise.md and what it takes in. The data stands between two marker lines
whose name is drawn from the data's own hash and does not occur in it, so no sentence closes them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.formats.data_marker import shut_in
from bot.formats.encodable import encodable
from bot.formats.points import POINT_WORDS
from bot.language.arabic.normalise import normalise
from bot.language.figures import figures
from bot.prompt_files import Prompt
from bot.records import Flag
from bot.summary.headline import HEADLINE_WORDS
from bot.summary.written.answer import SCHEMA, drafted
from bot.summary.written.author import Drafted, Material, Numbered
from bot.summary.written.model import Answer, ChatModel, Message
from bot.summary.written.verifying import ChatVerifier

TOKENS = 1500
"""Of an answer, where its prompt says nothing."""


@dataclass(frozen=True, slots=True)
class Told:
    """The prompts of one author."""

    task: Prompt
    """summarise, story or digest."""
    headline: Prompt
    style: Prompt
    repair: Prompt

    @property
    def versions(self) -> str:
        """ "summarise 1, headline 1, brief 1, repair 1"."""
        taken = {"headline": self.headline, "style": self.style}
        within = [each for name, each in taken.items() if name in self.task.variables]
        listed = (self.task, *within, self.repair)
        return ", ".join(f"{prompt.name} {prompt.version}" for prompt in listed)


class ChatAuthor:
    """An Author."""

    heads = True

    def __init__(self, model: ChatModel, told: Told, verifier: ChatVerifier | None = None) -> None:
        """`verifier`: asked about each line; None: nobody is."""
        self._model = model
        self._told = told
        self._verifier = verifier
        self._answer = Answer("brief", SCHEMA, told.task.tokens or TOKENS)

    @property
    def name(self) -> str:
        verified = f", {self._verifier.version}" if self._verifier else ""
        return f"{self._model.label}: {self._told.versions}{verified}"

    def write(self, material: Material, points: int) -> Drafted:
        return drafted(self._model.ask(self._messages(material, points), self._answer), points)

    def again(
        self, material: Material, points: int, before: Drafted, wrong: Mapping[str, Sequence[Flag]]
    ) -> Drafted:
        # What the model wrote came of the article, so it is shut in again.
        found = [
            {"line": text, "sentences": _cites(before, text), "wrong": [f.detail for f in flags]}
            for text, flags in wrong.items()
        ]
        repair = self._told.repair.filled(
            data=shut_in(encodable(json.dumps(found, ensure_ascii=False, indent=0)))
        )
        messages = [
            *self._messages(material, points),
            # Endpoints refuse two messages of one side in a row.
            {"role": "assistant", "content": _said(before)},
            {"role": "user", "content": repair},
        ]
        return drafted(self._model.ask(messages, self._answer), points)

    def doubts(self, said: str, cited: Sequence[Numbered], title: str) -> tuple[Flag, ...]:
        if self._verifier is None:
            return ()
        # A line may name the speaker whom a sentence only calls "he": where he is named, too.
        stands_on = [
            segment.segment.source.strip()
            for each in cited
            for segment in (each.named_by, each.segment)
            if segment is not None
        ]
        return self._verifier.findings(said, tuple(dict.fromkeys(stands_on)), title)

    def _messages(self, material: Material, points: int) -> list[Message]:
        system = self._told.task.filled(
            points=points,
            point_words=POINT_WORDS,
            headline=self._told.headline.filled(headline_words=HEADLINE_WORDS),
            style=self._told.style.filled(),
        )
        return [
            {"role": "system", "content": system},
            {"role": "user", "content": shut_in(_data(material))},
        ]


def _said(drafted: Drafted) -> str:
    """What the model answered, as far as it was taken."""
    lines = [
        {"text": line.text, "sentences": line.cites, "speaker": line.speaker}
        for line in drafted.points
    ]
    top = drafted.headline
    headline = {"text": top.text, "sentences": top.cites} if top is not None else None
    return encodable(json.dumps({"headline": headline, "points": lines}, ensure_ascii=False))


def _cites(drafted: Drafted, text: str) -> list[int]:
    return next(list(line.cites) for line in drafted.lines if line.text == text)


def _data(material: Material) -> str:
    """A JSON object with a line for each sentence."""
    lines = []
    for each in material.sentences:
        told: dict[str, Any] = {"n": each.number, "arabic": normalise(each.segment.segment.source)}
        if not material.titled:
            told["outlet"] = each.outlet
        if each.english:
            told["english"] = each.english
        if each.title:
            told["title"] = True
        if each.question:
            told["question"] = True
        if each.names:
            told["names"] = dict(each.names)
        if counted := sorted(figures(each.segment.segment.source)):
            told["figures"] = counted
        lines.append(json.dumps(told, ensure_ascii=False))
    of = {"outlet": material.outlet, "published": material.published} if material.titled else {}
    head = json.dumps(of | {"sentences": []}, ensure_ascii=False)
    return encodable(head.removesuffix("]}") + "\n" + ",\n".join(lines) + "\n]}")
