"""Text to numbers and the prompt's template, as a model folder states them."""

from __future__ import annotations

from typing import Any

from bot.translation.engines.embedded.card import SOURCE_SLOT, Card
from training.batches import Template


class Pieces:
    """The tokenizer of a model folder."""

    def __init__(self, card: Card) -> None:
        from tokenizers import Tokenizer

        self._tokenizer: Any = Tokenizer.from_file(str(card.tokenizer))
        place = card.prompt.index(SOURCE_SLOT)
        self.template = Template(
            before=self._ids(card.prompt[:place]),
            after=self._ids(card.prompt[place + 1 :]),
            end=self._id(card.end),
        )

    @property
    def padding(self) -> int:
        """Fills rows up; it is never learnt and nothing looks at it, so any piece would do."""
        return self.template.end

    def encode(self, text: str) -> list[int]:
        ids: list[int] = self._tokenizer.encode(text, add_special_tokens=False).ids
        return ids

    def _ids(self, pieces: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(map(self._id, pieces))

    def _id(self, piece: str) -> int:
        """Raises KeyError where the vocabulary has no such piece."""
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise KeyError(piece)
        return int(number)
