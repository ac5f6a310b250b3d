"""What an evaluation found: the values that its renderers show."""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.records import EngineIdentity, Severity, TranslatedSegment


@dataclass(frozen=True, slots=True)
class Score:
    """One metric of one engine over the whole set."""

    value: float
    mean: float
    """Of the bootstrap resamples."""
    margin: float
    """Half of the 95% interval around `mean`."""
    p_value: float | None = None
    """Of the difference to the first engine, by paired bootstrap; None for the first engine."""


@dataclass(frozen=True, slots=True)
class FlagFigures:
    """What one check's ERROR says of an engine's sentences. Shares are 0 to 1."""

    flagged: float
    references: float
    """Share of the references with the same ERROR: its false alarms."""
    confirmed: float | None
    """Share of the flagged sentences whose reference has no such ERROR; None where none is."""
    chrf_flagged: float | None
    """Mean sentence chrF of the flagged sentences, and of the others."""
    chrf_others: float | None


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One engine over the test set, as a sentence of an article goes: checked, asked again."""

    name: str
    """As it was asked for."""
    identity: EngineIdentity
    segments: tuple[TranslatedSegment, ...]
    words_per_second: float | None
    """Source words, loading not counted; None where a translation memory was used."""
    peak_memory: int | None
    """Largest resident size of the process while this engine ran, bytes; None where a translation
    memory was used."""
    chrf: tuple[float, ...]
    """Sentence chrF, in the order of the pairs, 0 to 100."""
    scores: dict[str, Score] = field(default_factory=dict)
    """By metric, in the order shown."""
    flags: dict[str, FlagFigures] = field(default_factory=dict)
    """By check; "any" for sentences with an ERROR of any."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    testset: str
    pairs: tuple[tuple[str, str], ...]
    engines: tuple[EngineResult, ...]
    signatures: dict[str, str]
    """How sacrebleu computed each metric."""
    notes: tuple[str, ...] = ()
    """What could not be measured or used, and why, and who translated how much of a cascade's."""

    def worst(self, count: int) -> list[int]:
        """Places of the sentences with the lowest sentence chrF of any engine, worst first."""
        lowest = [min(result.chrf[n] for result in self.engines) for n in range(len(self.pairs))]
        return sorted(range(len(self.pairs)), key=lambda n: (lowest[n], n))[:count]


def errors(segment: TranslatedSegment) -> set[str]:
    """The checks that found an ERROR."""
    return {flag.check for flag in segment.flags if flag.severity is Severity.ERROR}
