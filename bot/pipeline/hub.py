"""Models from a hub, as `mujaz models` offers, pulls and removes them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from bot.config import Quantization, Settings
from bot.records import Progress
from bot.translation.model_store import presets as known
from bot.translation.model_store import pull as pulling
from bot.translation.model_store import pulled as shelf
from bot.translation.model_store.files import size_of
from bot.translation.model_store.pulled import ORIGINAL
from bot.translation.model_store.remote import HubModel, look_up

FORMS = (*get_args(Quantization), ORIGINAL)
"""In which a model can be kept: a quantization of CTranslate2, or as published."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A model that can be pulled. Sizes in bytes."""

    model: HubModel
    form: str
    """The one asked for, of FORMS."""
    kept_as: str
    """The form it will be in: one that is put up ready for CTranslate2 stays as it is."""
    here: bool
    """Exactly this was pulled before."""
    commercial: bool
    """False where its licence, or our table, says that it is not for commercial use."""

    @property
    def engine(self) -> str:
        """The engine that can use it."""
        return "transformers" if self.form == ORIGINAL else "ctranslate2"


def offered(settings: Settings, name: str, form: str | None, revision: str) -> Offer:
    """`name`: a preset, or "owner/name" on the hub. `form`: None for the configured one.

    Raises HubRefused.
    """
    chosen = settings.translation
    if form is None:
        native = chosen.engine == "transformers"
        form = ORIGINAL if native else chosen.ctranslate2.quantization
    model = look_up(chosen.hub.address, known.hub_name(name), revision)
    preset = known.preset_of(model.name)
    ours_bars = isinstance(preset, known.Preset) and not preset.commercial
    barred = "nc" in model.licence.lower().split("-") or ours_bars
    return Offer(
        model,
        form,
        pulling.form_of(model, form),
        pulling.is_here(model, form, settings.cache_dir),
        not barred,
    )


def pull(settings: Settings, offer: Offer, progress: Progress, *, accepted: bool) -> Path:
    """Download, check and convert it, unless it is here; returns its folder.

    `accepted`: the licence was. Raises LicenceNotAccepted, CannotWrite, `bot.errors.ModelError`.
    """
    return pulling.pull(
        offer.model, offer.form, settings.cache_dir, lambda model: accepted, progress
    ).path


def remove(settings: Settings, name: str) -> tuple[str, int]:
    """Delete a pulled model in all its forms; its name on the hub, and the bytes freed."""
    found = known.hub_name(name)
    return found, shelf.remove(settings.cache_dir, found)


def presets() -> Sequence[known.Preset]:
    """Models that are known to be of use."""
    return known.presets()


def summarises(name: str) -> bool:
    """Whether it is a preset that summarises."""
    return isinstance(known.preset_of(name), known.SummaryPreset)


def summary_presets() -> Sequence[known.SummaryPreset]:
    """English summarisation models, for `summary.engine = "seq2seq"`."""
    return known.summary_presets()


@dataclass(frozen=True, slots=True)
class Pulled:
    """A model on this machine."""

    name: str
    path: Path
    size_bytes: int
    licence: str
    revision: str
    """Empty for a folder of the user's own."""


def pulled(settings: Settings) -> Iterator[Pulled]:
    for each in shelf.pulled(settings.cache_dir):
        yield Pulled(each.name, each.path, size_of(each.path), each.licence, each.revision)


def unfinished(settings: Settings) -> Iterator[tuple[str, int]]:
    """Pulls that were stopped: the model's name on the hub, and the bytes that are here."""
    for folder in shelf.unfinished(settings.cache_dir):
        yield folder.parent.name.replace("--", "/", 1), size_of(folder)
