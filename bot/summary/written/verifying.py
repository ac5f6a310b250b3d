"""A chat model asked about one line: whether the Arabic it cites says so.

It sees the line, the cited sentences and the title, and nothing of what wrote the line. Whoever
wrote an article cannot answer for it: the sentences are shut in as data, and an answer counts only
with the word of the marker line, which nobody knows before the data is there.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from bot.formats.data_marker import marker_for, shut_in
from bot.formats.encodable import encodable
from bot.formats.model_answers import different_answers, without_thoughts
from bot.language.arabic.normalise import normalise
from bot.prompt_files import Prompt
from bot.records import Flag, Severity
from bot.summary.written.author import NoAnswer
from bot.summary.written.model import Answer, ChatModel

CHECK = "verification"
"""The check whose findings these are."""
SUPPORTED, CONTRADICTED = "supported", "contradicted"
VERDICTS = (SUPPORTED, "not supported", CONTRADICTED)

_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "code": {"type": "string"},
        "words": {"type": "string"},
        "verdict": {"type": "string", "enum": list(VERDICTS)},
    },
    "required": ["code", "words", "verdict"],
    "additionalProperties": False,
}
_TOKENS = 300
"""Of an answer, where the prompt says nothing."""
_OBJECTS_AT_MOST = 10


class ChatVerifier:
    def __init__(self, model: ChatModel, told: Prompt) -> None:
        self._model = model
        self._told = told
        self._answer = Answer("verdict", _SCHEMA, told.tokens or _TOKENS, told.temperature)

    @property
    def version(self) -> str:
        """ "verify 1"."""
        return f"{self._told.name} {self._told.version}"

    def findings(self, claim: str, arabic: Sequence[str], title: str) -> tuple[Flag, ...]:
        """What the model finds in the claim that the Arabic does not say; nothing where it finds
        it supported. What gives no usable answer is a finding too. `title`: of the article, that
        every reader has above the line; empty where there is none. Raises
        `bot.errors.ModelError` where the model cannot be asked."""
        told = {"title": normalise(title)} if title else {}
        data = told | {"sentences": list(map(normalise, arabic)), "claim": claim}
        shown = encodable(json.dumps(data, ensure_ascii=False, indent=0))
        messages = [
            {"role": "system", "content": self._told.filled()},
            {"role": "user", "content": shut_in(shown)},
        ]
        try:
            verdict, words = _verdict(self._model.ask(messages, self._answer), marker_for(shown))
        except NoAnswer as error:
            return (_finding(f"whether the sentences say it could not be asked: {error}"),)
        if verdict == SUPPORTED:
            return ()
        # It is quoted to readers, so it may only be what stands in the line.
        what = f"“{words}”" if words and words.casefold() in claim.casefold() else "it"
        says = "contradict" if verdict == CONTRADICTED else "do not say"
        return (_finding(f"asked again, the model finds that the sentences {says} {what}"),)


def _verdict(content: str, code: str) -> tuple[str, str]:
    """And the words it is about. Raises NoAnswer."""
    answers = different_answers(without_thoughts(content), "verdict", _OBJECTS_AT_MOST, str)
    if len(answers) != 1:
        raise NoAnswer("the model gave no usable verdict")
    (answer,) = answers
    verdict, words = answer["verdict"].replace("_", " ").strip().casefold(), answer.get("words")
    if answer.get("code") != code or verdict not in VERDICTS:
        raise NoAnswer("the model gave no usable verdict")
    return verdict, " ".join(words.split()) if isinstance(words, str) else ""


def _finding(detail: str) -> Flag:
    return Flag(CHECK, Severity.ERROR, detail)
