"""Train the tiny Arabic to English MarianMT of the tests, once, and write down what it answers.

    python tests/translation/model_store/train_tiny_marian.py

Needs torch, transformers and sentencepiece, which the tests themselves do without: they read the
folder `tiny_marian/` that this script leaves, laid out as a model on the hub is, and
`tiny_marian.json`, what transformers' own `generate` makes of held-out sentences. Some three
minutes on two cores. The weights are our own, under the licence of the repository.
"""

from __future__ import annotations

import itertools
import json
import random
import shutil
from pathlib import Path
from typing import Any

import sentencepiece
import torch
from transformers import MarianConfig, MarianMTModel, MarianTokenizer

HERE = Path(__file__).parent
MODEL = HERE / "tiny_marian"
ANSWERS = HERE / "tiny_marian.json"
HELD_OUT = 40
STEPS = 1500
BEAM = 4

SUBJECTS = {
    "وزارة الصحة": "the health ministry",
    "الحكومة": "the government",
    "المحكمة العليا": "the supreme court",
    "شركة النفط": "the oil company",
    "الأمم المتحدة": "the United Nations",
    "المعارضة": "the opposition",
}
VERBS = (
    ("أعلنت", "تعلن", "announced", "announce"),
    ("رفضت", "ترفض", "rejected", "reject"),
    ("ناقشت", "تناقش", "discussed", "discuss"),
    ("علقت", "تعلق", "suspended", "suspend"),
)
OBJECTS = {
    "حملة تطعيم وطنية": "a national vaccination campaign",
    "خطة اقتصادية جديدة": "a new economic plan",
    "اتفاق السلام": "the peace agreement",
    "زيادة الأسعار": "the price increase",
    "نتائج الانتخابات": "the election results",
}
PLACES = {"في بيروت": "in Beirut", "في القاهرة": "in Cairo", "في بغداد": "in Baghdad", "": ""}
TIMES = {"اليوم": "today", "أمس": "yesterday", "": ""}
NUMBERS = range(10, 40)


def pairs() -> list[tuple[str, str]]:
    found = []
    for verb, subject, thing, place, negated in itertools.product(
        VERBS, SUBJECTS, OBJECTS, PLACES, (False, True)
    ):
        past, jussive, said, say = verb
        times = dict(TIMES)
        number = random.choice(NUMBERS)
        times[f"قبل {number} يوما"] = f"{number} days ago"
        for when, then in times.items():
            source = [f"لم {jussive}" if negated else past, subject, thing, place, when]
            target = [
                SUBJECTS[subject],
                f"did not {say}" if negated else said,
                OBJECTS[thing],
                PLACES[place],
                then,
            ]
            found.append((joined(source), first_large(joined(target))))
    random.shuffle(found)
    return found


def joined(parts: list[str]) -> str:
    return " ".join(filter(None, parts)) + "."


def first_large(line: str) -> str:
    return line[:1].upper() + line[1:]


def make_tokenizer(train: list[tuple[str, str]]) -> MarianTokenizer:
    vocabulary = {"</s>": 0, "<unk>": 1}
    for side, name in enumerate(("source", "target")):
        sentencepiece.SentencePieceTrainer.train(
            sentence_iterator=iter(pair[side] for pair in train),
            model_prefix=str(MODEL / name),
            vocab_size=220,
            hard_vocab_limit=False,
            split_digits=True,
            minloglevel=2,
        )
        pieces = sentencepiece.SentencePieceProcessor(model_file=str(MODEL / f"{name}.model"))
        for number in range(pieces.get_piece_size()):
            piece = pieces.id_to_piece(number)
            if piece not in ("<s>", "</s>", "<unk>"):
                vocabulary.setdefault(piece, len(vocabulary))
    vocabulary["<pad>"] = len(vocabulary)
    raw = MODEL / "pieces.json"
    raw.write_text(json.dumps(vocabulary, ensure_ascii=False), "utf-8")
    tokenizer = MarianTokenizer(
        source_spm=str(MODEL / "source.model"),
        target_spm=str(MODEL / "target.model"),
        vocab=str(raw),
        source_lang="ar",
        target_lang="en",
    )
    tokenizer.save_pretrained(MODEL)
    for path in (raw, *MODEL.glob("*.model"), *MODEL.glob("*.vocab")):
        path.unlink()
    return tokenizer


def make_model(pieces: int) -> MarianMTModel:
    pad = pieces - 1
    return MarianMTModel(
        MarianConfig(
            vocab_size=pieces,
            decoder_vocab_size=pieces,
            d_model=64,
            encoder_layers=2,
            decoder_layers=2,
            encoder_attention_heads=4,
            decoder_attention_heads=4,
            encoder_ffn_dim=128,
            decoder_ffn_dim=128,
            max_position_embeddings=64,
            pad_token_id=pad,
            eos_token_id=0,
            bos_token_id=0,
            decoder_start_token_id=pad,
            forced_eos_token_id=0,
            activation_function="swish",
            scale_embedding=True,
            static_position_embeddings=True,
            dropout=0.0,
        )
    )


def train(model: MarianMTModel, tokenizer: Any, examples: list[tuple[str, str]]) -> float:
    pad = model.config.pad_token_id

    def padded(rows: list[list[int]], value: int) -> torch.Tensor:
        return torch.nn.utils.rnn.pad_sequence(
            [torch.tensor(row) for row in rows], batch_first=True, padding_value=value
        )

    def zero_pad() -> None:
        # Marian's decoder starts from a zero embedding and CTranslate2 relies on it.
        with torch.no_grad():
            model.model.shared.weight[pad].zero_()

    ids = [(tokenizer(a).input_ids, tokenizer(text_target=b).input_ids) for a, b in examples]
    optimiser = torch.optim.AdamW(model.parameters(), lr=3e-3)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, 4e-3, STEPS)
    model.train()
    zero_pad()
    for _ in range(STEPS):
        batch = random.sample(ids, 64)
        source = padded([a for a, _ in batch], pad)
        loss = model(
            input_ids=source,
            attention_mask=(source != pad).long(),
            labels=padded([b for _, b in batch], -100),
        ).loss
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        schedule.step()
        optimiser.zero_grad()
        zero_pad()
    return float(loss)


def answer(sources: list[str], beam: int) -> list[dict[str, Any]]:
    """What `generate` says, and the mean log-probability a piece it gives to it."""
    model = MarianMTModel.from_pretrained(MODEL).eval()
    tokenizer = MarianTokenizer.from_pretrained(MODEL)
    with torch.inference_mode():
        out = model.generate(
            **tokenizer(sources, return_tensors="pt", padding=True),
            num_beams=beam,
            num_return_sequences=1,
            max_new_tokens=48,
            length_penalty=1.0,
            return_dict_in_generate=True,
            output_scores=True,
        )
        scores = model.compute_transition_scores(
            out.sequences,
            out.scores,
            getattr(out, "beam_indices", None) if beam > 1 else None,
            normalize_logits=True,
        )
    texts = tokenizer.batch_decode(out.sequences, skip_special_tokens=True)
    answers = []
    for source, text, ids, row in zip(
        sources, texts, out.sequences[:, 1:].tolist(), scores.tolist(), strict=True
    ):
        length = ids.index(model.config.eos_token_id) + 1
        answers.append(
            {"source": source, "text": text, "score": round(sum(row[:length]) / length, 5)}
        )
    return answers


def main() -> None:
    torch.manual_seed(0)
    random.seed(0)
    torch.set_num_threads(2)
    shutil.rmtree(MODEL, ignore_errors=True)
    MODEL.mkdir()
    examples = pairs()
    held_out, rest = examples[:HELD_OUT], examples[HELD_OUT:]
    tokenizer = make_tokenizer(rest)
    model = make_model(len(tokenizer.encoder))
    loss = train(model, tokenizer, rest)
    model.eval()
    model.generation_config.max_length = 48
    model.generation_config.num_beams = BEAM
    model.generation_config.bad_words_ids = [[model.config.pad_token_id]]
    model.save_pretrained(MODEL)
    sources = [source for source, _ in held_out]
    written = {
        "references": [target for _, target in held_out],
        "greedy": answer(sources, 1),
        "beam": answer(sources, BEAM),
    }
    ANSWERS.write_text(json.dumps(written, ensure_ascii=False, indent=1) + "\n", "utf-8")
    right = sum(a["text"] == b for a, b in zip(written["beam"], written["references"], strict=True))
    size = sum(path.stat().st_size for path in MODEL.iterdir()) / 2**20
    print(f"loss {loss:.4f}, {right} of {HELD_OUT} held-out sentences right, {size:.2f} MiB")


if __name__ == "__main__":
    main()
