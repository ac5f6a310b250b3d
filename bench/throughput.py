"""Source words per second and peak memory of the embedded engine, against what it stands on.

    python bench/throughput.py [--sentences 2000] [--reference-sentences 64] [--json FILE]

The sentences of samples/, shuffled with a fixed seed and repeated, go through

    mujaz              the engine as `mujaz translate` calls it, normalising and tokenising included
    ctranslate2        the same model, threads and batch size, called directly on the ready prompts
    .../large          the same two with `translation.batch_pieces` 1024 instead of 240
    transformers/32    the same weights in float32 through `generate`, batches of 32 by length
    mujaz/1, transformers/1    one sentence at a time

and, with `--model NAME`, a model from a hub or a folder (see docs/engines.md):

    engine/ctranslate2     as `--engine ctranslate2` runs it
    engine/transformers    as `--engine transformers` runs it, weights as published

and, where `[translation.chat]` names an endpoint (it spends its tokens, within `tokens_a_day`):

    engine/chat            as `--engine chat` runs it: the endpoint's speed, and this side's memory

all of them greedy, each in a process of its own, with loading left out of the time and counted
in the memory. The slow ones take the first `--reference-sentences` of the same sentences.
What is not installed, not pulled or not configured is passed over with a message.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.figures import add_option, record
from bot.config import Settings, load_settings
from bot.records import Document
from bot.translation.engines.configured import engine_statuses, load_engines
from bot.translation.engines.embedded.card import load_card
from bot.translation.engines.embedded.engine import EmbeddedTranslator
from bot.translation.engines.embedded.prompt import Prompter
from bot.translation.engines.embedded.searcher import Tuning, open_model
from bot.translation.engines.translator import Translator

SAMPLES = Path(__file__).parents[1] / "samples"
MODEL_WAYS = ("engine/ctranslate2", "engine/transformers")
CHAT_WAY = "engine/chat"
ENGINE_WAYS = (*MODEL_WAYS, CHAT_WAY)
WAYS = (
    "mujaz",
    "ctranslate2",
    "mujaz/large",
    "ctranslate2/large",
    "transformers/32",
    "mujaz/1",
    "transformers/1",
)
FAST = ("mujaz", "ctranslate2", "mujaz/large", "ctranslate2/large", "engine/ctranslate2")
LARGE = 1024
RATIOS = (
    ("mujaz", "transformers/32", "at least 4"),
    ("mujaz/large", "transformers/32", "at least 4"),
    ("ctranslate2", "mujaz", "at most 1.2"),
    ("ctranslate2/large", "mujaz/large", "at most 1.2"),
    ("mujaz/1", "transformers/1", ""),
    ("engine/ctranslate2", "engine/transformers", ""),
)

Run = Callable[[Sequence[str]], object]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", type=int, default=2000)
    parser.add_argument("--reference-sentences", type=int, default=64)
    parser.add_argument("--json", type=Path, help="write the figures here too")
    parser.add_argument("--model", default="", help="measure this model's engines too")
    parser.add_argument("--only-model", action="store_true", help="and nothing else")
    add_option(parser)
    parser.add_argument("--way", choices=(*WAYS, *ENGINE_WAYS), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.way:
        print(json.dumps(measure(arguments.way, arguments.sentences, arguments.model)))
        return
    figures = {}
    ways = () if arguments.only_model else (*WAYS, CHAT_WAY)
    for way in (*ways, *(MODEL_WAYS if arguments.model else ())):
        if way in ENGINE_WAYS and (problem := why_not(way, arguments.model)):
            say(f"{way}: passed over. {problem}")
            continue
        if way.startswith("transformers") and not (
            find_spec("torch") and find_spec("transformers")
        ):
            say(f"{way}: passed over, torch and transformers are not both installed")
            continue
        count = arguments.sentences if way in FAST else arguments.reference_sentences
        say(f"{way}: {count} sentences ...")
        figures[way] = in_a_process(way, count, arguments.model)
    ratios = {
        f"{one} / {other}": figures[one]["words_per_second"] / figures[other]["words_per_second"]
        for one, other, _ in RATIOS
        if one in figures and other in figures
    }
    show(figures, ratios)
    if arguments.record:
        record(readme_figures(figures))
    if arguments.json:
        text = json.dumps({"ways": figures, "ratios": ratios}, indent=1)
        arguments.json.write_text(text + "\n", "utf-8")


def readme_figures(figures: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """The rows of the README that this run measured."""

    def beside(name: str) -> dict[str, float]:
        ours, theirs = figures[f"mujaz{name}"], figures[f"ctranslate2{name}"]
        return {
            "sentences": ours["sentences"],
            "words": ours["words_per_second"],
            "direct_words": theirs["words_per_second"],
            "mb": ours["peak_mb"],
            "direct_mb": theirs["peak_mb"],
        }

    rows = {"speed": beside(""), "speed_large": beside("/large")} if "mujaz" in figures else {}
    if other := figures.get("transformers/32"):
        rows["speed_transformers"] = {"words": other["words_per_second"], "mb": other["peak_mb"]}
    return rows


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def show(figures: dict[str, dict[str, float]], ratios: dict[str, float]) -> None:
    table = Table("way", "sentences", "source words/s", "pieces out/s", "peak MB")
    for column in table.columns[1:]:
        column.justify = "right"
    for way, figure in figures.items():
        table.add_row(
            way,
            f"{figure['sentences']:.0f}",
            f"{figure['words_per_second']:.1f}",
            f"{figure['pieces_per_second']:.1f}",
            f"{figure['peak_mb']:.0f}",
        )
    console = Console()
    console.print(table)
    for one, other, wanted in RATIOS:
        name = f"{one} / {other}"
        if name in ratios:
            console.print(
                f"{name}: {ratios[name]:.2f}" + (f" (wanted: {wanted})" if wanted else "")
            )


def why_not(way: str, model: str) -> str:
    """What keeps the engine from running the model; "" where nothing does."""
    status = engine_statuses(engine_settings(way, model))[0]
    return "" if status.usable else status.detail


def engine_settings(way: str, model: str) -> Settings:
    name = way.partition("/")[2]
    own = {name: {"model": model}} if way in MODEL_WAYS else {}
    return load_settings(None, translation={"engine": name, **own})


def in_a_process(way: str, count: int, model: str) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.throughput", "--way", way, "--sentences", str(count)]
    command += ["--model", model]
    done = subprocess.run(
        command, cwd=Path(__file__).parents[1], stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        sys.exit(f"{way} ended with {done.returncode}")
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(way: str, count: int, model: str) -> dict[str, float]:
    """Figures of one way, in this process."""
    sources = sentences(count)
    if way in ENGINE_WAYS:
        other = load_engines(engine_settings(way, model), quiet).first.translator()
        return timed(sources, ours(other, one_by_one=False), other.pieces)
    tuning = Tuning(batch_pieces=LARGE) if way.endswith("/large") else Tuning()
    engine = EmbeddedTranslator(load_card(), load_settings(None).cache_dir, quiet, tuning=tuning)
    prompter = Prompter(engine.card)
    if way.startswith("mujaz"):
        run = ours(engine, one_by_one=way.endswith("/1"))
    elif way.startswith("ctranslate2"):
        run = direct(engine, prompter, sources)
    else:
        run = through_transformers(engine, prompter, batch=int(way.partition("/")[2]))
    return timed(sources, run, lambda text: len(prompter.pieces(text)))


def timed(sources: Sequence[str], run: Run, pieces: Callable[[str], int]) -> dict[str, float]:
    run(sources[:2])
    started = time.perf_counter()
    produced = run(sources)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert isinstance(produced, list)
    assert len(produced) == len(sources)
    return {
        "sentences": len(sources),
        "seconds": seconds,
        "words_per_second": sum(len(source.split()) for source in sources) / seconds,
        "pieces_per_second": sum(map(pieces, produced)) / seconds,
        "peak_mb": peak / (1e6 if sys.platform == "darwin" else 1e3),
    }


def quiet(stage: str, done: int, total: int) -> None:
    pass


def sentences(count: int) -> list[str]:
    """The Arabic sentences of the samples, shuffled, repeated to `count`."""
    from bot.reading.article import read
    from bot.translation.segments import segments_of

    found = []
    for path in sorted(SAMPLES.glob("*.txt")):
        article = read(Document(str(path), path.read_bytes()))
        found += [s.source for s in segments_of(article) if s.language == article.language]
    random.Random(0).shuffle(found)
    return list(islice(cycle(found), count))


def ours(engine: Translator, one_by_one: bool) -> Run:
    engine.translate(["نعم."])

    def run(sources: Sequence[str]) -> list[str]:
        if one_by_one:
            return [engine.translate([source])[0][0].text for source in sources]
        return [hypotheses[0].text for hypotheses in engine.translate(sources)]

    return run


def direct(engine: EmbeddedTranslator, prompter: Prompter, sources: Sequence[str]) -> Run:
    """The prompts are made beforehand and the ids left as they are: only the model is timed."""
    generator = open_model(engine.load(), engine.workers)
    prompts = {source: prompter.prompt(source) for source in sources}
    longest = max(map(len, prompts.values()))

    def run(sources: Sequence[str]) -> list[str]:
        results = generator.generate_batch(
            [prompts[source] for source in sources],
            max_batch_size=engine.tuning.batch_pieces,
            batch_type="tokens",
            max_length=engine.tuning.longest_answer(longest),
            end_token=engine.card.end,
            include_prompt_in_result=False,
            return_scores=True,
        )
        return ["".join(result.sequences[0]).replace("▁", " ") for result in results]

    return run


def through_transformers(engine: EmbeddedTranslator, prompter: Prompter, batch: int) -> Run:
    """Batches of neighbours in length, padded on the left; the same limit on the answer."""
    import torch

    torch.set_num_threads(engine.workers)
    model = transformers_model(engine, prompter)
    end = prompter.id_of(engine.card.end)

    def run(sources: Sequence[str]) -> list[str]:
        prompts = {source: prompter.prompt_ids(source) for source in sources}
        texts: dict[int, str] = {}
        order = sorted(range(len(sources)), key=lambda i: len(prompts[sources[i]]), reverse=True)
        for start in range(0, len(order), batch):
            some = order[start : start + batch]
            ids = [prompts[sources[i]] for i in some]
            longest = max(map(len, ids))
            with torch.inference_mode():
                out = model.generate(
                    input_ids=torch.tensor([[end] * (longest - len(row)) + row for row in ids]),
                    attention_mask=torch.tensor(
                        [[0] * (longest - len(row)) + [1] * len(row) for row in ids]
                    ),
                    max_new_tokens=engine.tuning.longest_answer(longest),
                    do_sample=False,
                )
            for i, row in zip(some, out[:, longest:].tolist(), strict=True):
                texts[i] = prompter.text(row[: row.index(end)] if end in row else row)
        return [texts[i] for i in range(len(sources))]

    return run


def transformers_model(engine: EmbeddedTranslator, prompter: Prompter) -> Any:
    """Gemma 3 with the merged and trimmed weights, in float32."""
    import numpy as np
    import torch
    from transformers import Gemma3ForCausalLM, Gemma3TextConfig

    from bot.translation.engines.embedded.base import Base, part_paths
    from bot.translation.engines.embedded.build import LINEAR, NORM, MergedWeights

    base = Base(part_paths(engine.card.base_package))
    shape, weights = base.shape, MergedWeights(base, engine.card)
    full, local = "full_attention", "sliding_attention"
    end = prompter.id_of(engine.card.end)
    config = Gemma3TextConfig(
        vocab_size=len(weights.kept_ids),
        hidden_size=shape.hidden,
        intermediate_size=shape.feed_forward,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        num_key_value_heads=shape.key_value_heads,
        head_dim=shape.head_size,
        query_pre_attn_scalar=shape.head_size,
        sliding_window=shape.window,
        rms_norm_eps=shape.norm_epsilon,
        layer_types=[full if shape.has_full_attention(i) else local for i in range(shape.layers)],
        rope_parameters={
            full: {"rope_type": "default", "rope_theta": shape.rope_base},
            local: {"rope_type": "default", "rope_theta": shape.local_rope_base},
        },
        bos_token_id=prompter.id_of(engine.card.prompt[0]),
        eos_token_id=end,
        pad_token_id=end,
        tie_word_embeddings=True,
    )
    model = Gemma3ForCausalLM(config).eval()
    state = {"model.norm.weight": weights.final_norm()}
    state["model.embed_tokens.weight"] = np.concatenate(list(weights.embedding()))
    for layer in range(shape.layers):
        name = f"model.layers.{layer}"
        state |= {f"{name}.{m}.weight": weights.linear(layer, m) for m in LINEAR}
        state |= {f"{name}.{m}.weight": weights.norm(layer, m) for m in NORM}
    tensors = {name: torch.from_numpy(np.ascontiguousarray(w)) for name, w in state.items()}
    missing, unexpected = model.load_state_dict(tensors, strict=False)
    assert set(missing) <= {"lm_head.weight"}, missing
    assert not unexpected, unexpected
    return model


if __name__ == "__main__":
    main()
