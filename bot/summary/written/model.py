"""The seam to a chat model: what it is asked, and the form of what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

Message = dict[str, str]


@dataclass(frozen=True, slots=True)
class Answer:
    """What an answer is asked for as."""

    name: str
    schema: Mapping[str, Any]
    """JSON Schema, for endpoints that know it."""
    tokens: int
    """At most."""
    temperature: float | None = None
    """None: the model's own."""


class ChatModel(Protocol):
    """A chat model behind an endpoint; safe for several threads."""

    @property
    def label(self) -> str:
        """For readers: "tiny (chat)"."""
        ...

    def ask(self, messages: Sequence[Message], answer: Answer) -> str:
        """The model's words. Raises NoAnswer where it refuses or its answer is cut, and
        `bot.errors.ModelError` where it cannot be asked."""
        ...
