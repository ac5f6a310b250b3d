"""What one family of sequence-to-sequence models wants said around a source, and how much of it.

Ends at pieces: which tokenizer makes them is `spelling`'s, which library runs the model the
engine's.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.errors import DamagedModel

END = "</s>"


@dataclass(frozen=True, slots=True)
class Family:
    """How a kind of model is told the languages."""

    name: str
    before: tuple[str, ...]
    """Pieces that stand before those of the source, which END follows."""
    prompt: str
    """Text put before the source, and made pieces with it."""
    target: str
    """The piece the answer is made to begin with; "" where there is none."""
    max_pieces: int
    """The longest source it translates well. A model's own limit may be lower."""

    def source(self, pieces: list[str]) -> list[str]:
        """All the encoder sees."""
        return [*self.before, *pieces, END]

    @property
    def extra(self) -> int:
        """How many pieces `source` adds."""
        return len(self.before) + 1


NLLB = Family("nllb", ("arb_Arab",), "", "eng_Latn", 256)
"""Codes: FLORES-200, of arXiv 2207.04672. Trained up to 512 pieces, of single sentences."""
M2M100 = Family("m2m100", ("__ar__",), "", "__en__", 256)
"""arXiv 2010.11125, section 2."""
MADLAD = Family("madlad", ("<2en>",), "", "", 128)
"""arXiv 2309.04662: the target's code before the source; trained on sequences of 128 pieces."""
T5 = Family("t5", (), "translate Arabic to English: ", "", 256)
"""arXiv 1910.10683, appendix D: the task in words."""
MARIAN = Family("marian", (), "", "", 256)
MARIAN_MANY = replace(MARIAN, before=(">>eng<<",))
"""Models with several target languages: the target's code before the source."""


def family_of(vocabulary: Collection[str], model_type: str = "") -> Family:
    """The family whose codes the vocabulary has; config.json is not asked first, because a
    converted folder's no longer says. `model_type` tells plain T5 from MarianMT.

    Raises DamagedModel where neither Arabic nor English can be asked for.
    """
    for family in (NLLB, M2M100):
        if family.target in vocabulary:
            if family.before[0] not in vocabulary:
                raise DamagedModel(f"The model knows no {family.before[0]}: it has no Arabic.")
            return family
    for family in (MADLAD, MARIAN_MANY):
        if family.before[0] in vocabulary:
            return family
    if any(piece.startswith(">>") and piece.endswith("<<") for piece in vocabulary):
        raise DamagedModel("The model translates into several languages, but not into English.")
    if model_type in ("t5", "mt5", "umt5") or "<extra_id_0>" in vocabulary:
        return T5
    return MARIAN


def adjusted(family: Family, source_tag: str, target_tag: str, prompt: str) -> Family:
    """`family` with what the operator set otherwise; empty strings change nothing."""
    return replace(
        family,
        before=(source_tag,) if source_tag else family.before,
        target=target_tag or family.target,
        prompt=prompt or family.prompt,
    )
