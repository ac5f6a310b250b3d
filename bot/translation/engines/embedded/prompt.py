"""Sources to the model's pieces and back, by the model's own tokenizer and template."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from bot.errors import DamagedModel
from bot.language.arabic.normalise import normalise
from bot.language.english import plain
from bot.translation.engines.embedded.card import SOURCE_SLOT, Card
from bot.translation.engines.spelling import without_memory

if TYPE_CHECKING:
    from tokenizers import Tokenizer

_SLOT = re.compile(r"\{\w+\}")


class Prompter:
    """The tokenizer of one model, with its prompt template filled in."""

    def __init__(self, card: Card) -> None:
        """Raises DamagedModel where the tokenizer does not load or does not go with the
        template."""
        self._tokenizer = _load(card)
        # A text that spells "<eos>" is text: it must not end the prompt.
        self._tokenizer.encode_special_tokens = True
        slot = card.prompt.index(SOURCE_SLOT)
        self._before = self._literal(card, card.prompt[:slot])
        self._after = self._literal(card, card.prompt[slot + 1 :])
        (self._end,) = self._literal(card, (card.end,))

    def prompt(self, source: str) -> list[str]:
        """The pieces of the whole prompt for a source, normalised first."""
        return [*self._before, *self.pieces(source), *self._after]

    def pieces(self, source: str) -> list[str]:
        """The pieces of the source alone."""
        encoded = self._tokenizer.encode(self._spelled(normalise(source)), add_special_tokens=False)
        pieces: list[str] = encoded.tokens
        return pieces

    def answer_ids(self, english: str) -> list[int]:
        """An answer as the model would write it, the end sign last."""
        text = self._spelled(" ".join(english.split()))
        encoded = self._tokenizer.encode(text, add_special_tokens=False)
        return [*encoded.ids, self.id_of(self._end)]

    def _spelled(self, text: str) -> str:
        """The text with letters that the vocabulary lacks in their plain form: "Sánchez" is
        "Sanchez". Such a letter would be cut into bytes, and the model writes wrong ones."""
        lacked = {
            ord(letter): bare
            for letter in set(text)
            if letter.isalpha() and (bare := plain(letter)) != letter
            if self._tokenizer.token_to_id(letter) is None
        }
        return text.translate(lacked)

    @cached_property
    def vocabulary(self) -> list[str]:
        """All pieces by their number."""
        return [
            self._tokenizer.id_to_token(number) or ""
            for number in range(self._tokenizer.get_vocab_size())
        ]

    def prompt_ids(self, source: str) -> list[int]:
        """`prompt` as numbers."""
        return [self.id_of(piece) for piece in self.prompt(source)]

    def id_of(self, piece: str) -> int:
        """Raises KeyError where the vocabulary has no such piece."""
        number = self._tokenizer.token_to_id(piece)
        if number is None:
            raise KeyError(piece)
        return int(number)

    def text(self, ids: Sequence[int]) -> str:
        """Produced ids as text on one line; bytes that are no UTF-8 become U+FFFD."""
        return " ".join(self._tokenizer.decode(list(ids)).split())

    def _literal(self, card: Card, pieces: Sequence[str]) -> list[str]:
        for piece in pieces:
            if _SLOT.fullmatch(piece):
                raise DamagedModel(f"{card.label} wants {piece} in its prompt: update Mujaz.")
            if self._tokenizer.token_to_id(piece) is None:
                raise DamagedModel(
                    f"{card.tokenizer} has no piece {piece!r}, which {card.label} "
                    "uses in its prompt: the files are of different models."
                )
        return list(pieces)


def _load(card: Card) -> Tokenizer:
    from tokenizers import Tokenizer

    try:
        tokenizer: Tokenizer = without_memory(Tokenizer.from_file(str(card.tokenizer)))
    except Exception as error:  # tokenizers raises bare Exception
        raise DamagedModel(f"{card.tokenizer} is damaged: {error}. Reinstall Mujaz.") from error
    return tokenizer
