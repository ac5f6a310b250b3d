"""A tiny model in the file format of Firefox's models, whose translations are known beforehand.

One encoder layer, one decoder layer, 32 numbers a position. The weights are set by hand: the
decoder's step at a position looks at the same position of the source and writes the word's other
language, so it translates word for word, to about 75 words, and copies what it does not know.

Licence: written for this project, under its licence. It holds nothing of Mozilla's models
(MPL-2.0), whose file format it writes.
"""

from __future__ import annotations

import io
import json
import struct
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import sentencepiece
from numpy.typing import NDArray

from bot.translation.model_store.files import file_sha256
from bot.translation.model_store.folder import MANIFEST

Floats = NDArray[Any]

MODEL, VOCABULARY = "model.aren.intgemm.alphas.bin", "vocab.aren.spm"

DIM, HEADS, FORWARD = 32, 4, 64
PIECES = 420

DICTIONARY = dict(
    line.split()
    for line in """الحكومة government
أعلنت announced
خطة plan
جديدة new
اقتصادية economic
الجيش army
رفضت rejected
اتفاق agreement
السلام peace
المحكمة court
ناقشت discussed
الميزانية budget
نتائج results
الانتخابات elections
في in
بيروت beirut
القاهرة cairo
بغداد baghdad
اليوم today
أمس yesterday
وزارة ministry
الصحة health
حملة campaign
تطعيم vaccination
وطنية national
الرئيس president
البنك bank
المركزي central
النفط oil
أسعار prices""".splitlines()
)

# The position stands in 8 numbers, the word in the other 24: 16 of a code, 4 of its language.
_POSITION = np.r_[0:4, 16:20]
_WORD = np.setdiff1d(np.arange(DIM), _POSITION)
_CODE = _WORD[4:20]
_LANGUAGE = np.r_[_WORD[:2], _WORD[-2:]]
_NEUTRAL = np.r_[_WORD[2:4], _WORD[-4:-2]]
_SIGN = np.array([1, -1, 1, -1])


def write(folder: Path) -> None:
    """MODEL and VOCABULARY into `folder`; the same bytes every time."""
    folder.mkdir(parents=True, exist_ok=True)
    model, vocabulary = _made()
    (folder / MODEL).write_bytes(model)
    (folder / VOCABULARY).write_bytes(vocabulary)


@cache
def _made() -> tuple[bytes, bytes]:
    """The model and its vocabulary. Half a second of work, so once a process."""
    vocabulary = _vocabulary()
    pieces = sentencepiece.SentencePieceProcessor(model_proto=vocabulary)
    network = _Network(_weights(pieces))
    # One run in floats finds how large the activations are, which the integers are scaled by.
    for words in (" ".join(DICTIONARY), " ".join(DICTIONARY.values())):
        network.run([*pieces.encode(words), 0])
    return _packed(network), vocabulary


def got(folder: Path) -> Path:
    """The same as `mujaz models get firefox --to FOLDER` leaves it; returns the folder."""
    write(folder)
    files = {
        path.name: {"size": path.stat().st_size, "sha256": file_sha256(path)}
        for path in folder.iterdir()
    }
    about = {
        "name": "firefox-ar-en",
        "architecture": "tiny",
        "version": "3.0",
        "revision": "0" * 64,
        "licence": "MPL-2.0",
        "model": MODEL,
        "source_vocabulary": VOCABULARY,
        "target_vocabulary": VOCABULARY,
        "files": files,
    }
    (folder / MANIFEST).write_text(json.dumps(about), "utf-8")
    return folder


def translated(source: str) -> str:
    return " ".join(DICTIONARY.get(word, word) for word in source.split())


def _vocabulary() -> bytes:
    """One for both languages, with pieces for single bytes, as Mozilla trains them."""
    rng, written = np.random.default_rng(0), io.BytesIO()
    words = list(DICTIONARY.items())
    marks = ["", "", ".", ",", "،"]
    lines = [
        " ".join(words[k][side] + marks[rng.integers(5)] for k in rng.permutation(len(words))[:6])
        for side in (0, 1)
        for _ in range(300)
    ]
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=written,
        vocab_size=PIECES,
        hard_vocab_limit=False,
        model_type="unigram",
        character_coverage=1.0,
        byte_fallback=True,
        bos_id=-1,
        eos_id=0,
        unk_id=1,
        pad_id=-1,
        num_threads=1,
        minloglevel=2,
    )
    return written.getvalue()


def _shapes(pieces: int) -> dict[str, tuple[int, int]]:
    square, row = (DIM, DIM), (1, DIM)
    found = {"Wemb": (pieces, DIM), "decoder_ff_logit_out_b": (1, pieces)}

    def norm(name: str) -> None:
        found.update({f"{name}_ln_scale": row, f"{name}_ln_bias": row})

    def attention(name: str) -> None:
        for part in "qkvo":
            found.update({f"{name}_W{part}": square, f"{name}_b{part}": row})
        norm(f"{name}_Wo")

    def forward(name: str) -> None:
        found.update({f"{name}_W1": (DIM, FORWARD), f"{name}_b1": (1, FORWARD)})
        found.update({f"{name}_W2": (FORWARD, DIM), f"{name}_b2": row})
        norm(f"{name}_ffn")

    attention("encoder_l1_self")
    forward("encoder_l1_ffn")
    found.update({"decoder_l1_rnn_W": square, "decoder_l1_rnn_Wf": square})
    found["decoder_l1_rnn_bf"] = row
    norm("decoder_l1_rnn_ffn")
    attention("decoder_l1_context")
    forward("decoder_l1_ffn")
    return found


def _is_weight(shape: tuple[int, ...]) -> bool:
    """Stored in integers; all else in floats."""
    return shape[0] > 1 and shape[1] > 1


def _positions(count: int) -> Floats:
    place, half = np.arange(DIM), DIM // 2
    rate = 1e-4 ** ((place % half) / (half - 1))
    return np.sin(np.arange(count)[:, None] * rate + (place // half) * np.pi / 2)


def _weights(pieces: Any) -> dict[str, Floats]:
    count, rng = pieces.get_piece_size(), np.random.default_rng(1)
    weights = {
        name: np.full(shape, 1.0 if name.endswith("ln_scale") else 0.0)
        for name, shape in _shapes(count).items()
    }
    weights["Wemb"][:] = _embeddings(pieces, count, rng)
    # The encoder hands word and position on.
    weights["encoder_l1_ffn_ffn_ln_scale"][0, _POSITION] = 4
    # The word that is looked at drowns the one before, and turns its language round.
    context = "decoder_l1_context_"
    weights[context + "Wv"][_WORD, np.arange(24)] = 1
    weights[context + "Wo"][np.arange(24), _WORD] = 16
    weights[context + "Wo"][:, _LANGUAGE] *= -1
    # What looks and what is looked at: a ridge regression back to the position.
    network, length = _Network(weights), 128
    runs = rng.integers(0, count, (8, length))
    target = np.tile(_positions(length)[:, _POSITION], (8, 1))
    keys = [network.encode(run) for run in runs]
    queries = [
        network.norm(
            _positions(length) + np.r_[np.zeros((1, DIM)), network.embedded(run[:-1])],
            "decoder_l1_rnn_ffn",
        )
        for run in runs
    ]
    for part, rows, gain in (("k", keys, 1), ("q", queries, 60)):
        known = np.c_[np.concatenate(rows), np.ones(len(target))]
        square = known.T @ known + 0.3 * np.eye(DIM + 1)
        fitted = np.linalg.solve(square, known.T @ target) * gain
        weights[f"{context}W{part}"][:] = np.tile(fitted[:-1], HEADS)
        weights[f"{context}b{part}"][:] = np.tile(fitted[-1], HEADS)
    return weights


def _embeddings(pieces: Any, count: int, rng: np.random.Generator) -> Floats:
    pairs = [[pieces.piece_to_id(f"▁{word}") for word in pair] for pair in DICTIONARY.items()]
    assert all(piece > 1 for pair in pairs for piece in pair), "a word is not one piece"
    # 8 times +1 and 8 times -1; any two codes differ in at least 4 of 16 places.
    codes: list[NDArray[Any]] = []
    while len(codes) < count:
        code = rng.permutation(np.repeat([1, -1], 8))
        if all(code @ other <= 8 for other in codes):
            codes.append(code)
    table = np.zeros((count, DIM))
    for number, (arabic, english) in enumerate(pairs):
        table[np.ix_([arabic, english], _CODE)] = codes[number]
        table[arabic, _LANGUAGE], table[english, _LANGUAGE] = _SIGN, -_SIGN
    paired = {piece for pair in pairs for piece in pair}
    for number, piece in enumerate(k for k in range(count) if k not in paired):
        table[piece, _CODE] = codes[len(pairs) + number]
        table[piece, _NEUTRAL] = _SIGN
    return table * 4 / np.sqrt(DIM)


class _Network:
    """The same network in floats, to find the activations' peaks."""

    def __init__(self, weights: dict[str, Floats]) -> None:
        self.weights = weights
        self.peaks: dict[str, float] = {}

    def product(self, x: Floats, name: str, turned: bool = False) -> Floats:
        self.peaks[name] = max(self.peaks.get(name, 0.0), float(abs(x).max()))
        weight = self.weights[name]
        return x @ (weight.T if turned else weight)

    def norm(self, x: Floats, name: str) -> Floats:
        x = x - x.mean(-1, keepdims=True)
        scale, bias = self.weights[f"{name}_ln_scale"], self.weights[f"{name}_ln_bias"]
        return scale * x / np.sqrt((x * x).mean(-1, keepdims=True) + 1e-6) + bias

    def attention(self, name: str, asking: Floats, asked: Floats) -> Floats:
        q, k, v = (
            (self.product(x, f"{name}_W{part}") + self.weights[f"{name}_b{part}"])
            .reshape(len(x), HEADS, -1)
            .transpose(1, 0, 2)
            for part, x in zip("qkv", (asking, asked, asked), strict=True)
        )
        e = q @ k.transpose(0, 2, 1) / np.sqrt(DIM / HEADS)
        e = np.exp(e - e.max(-1, keepdims=True))
        e /= e.sum(-1, keepdims=True)
        mixed = (e @ v).transpose(1, 0, 2).reshape(q.shape[1], DIM)
        return self.product(mixed, f"{name}_Wo") + self.weights[f"{name}_bo"]

    def forward(self, name: str, x: Floats) -> Floats:
        inner = self.product(x, f"{name}_W1") + self.weights[f"{name}_b1"]
        outer = self.product(np.maximum(inner, 0), f"{name}_W2") + self.weights[f"{name}_b2"]
        return self.norm(outer + x, f"{name}_ffn")

    def embedded(self, pieces: Any) -> Floats:
        found: Floats = self.weights["Wemb"][pieces] * np.sqrt(DIM)
        return found

    def encode(self, pieces: Any) -> Floats:
        x = self.embedded(pieces) + _positions(len(pieces))
        name = "encoder_l1_self"
        return self.forward(
            "encoder_l1_ffn", self.norm(self.attention(name, x, x) + x, f"{name}_Wo")
        )

    def run(self, source: list[int]) -> None:
        context, cell, before = self.encode(source), np.zeros((1, DIM)), 0
        name = "decoder_l1"
        for step in range(2 * len(source) + 4):
            # The first step has no word before it, not even a sign of the beginning.
            x = (self.embedded([before]) if step else 0) + _positions(step + 1)[-1:]
            gate = self.product(x, f"{name}_rnn_Wf") + self.weights[f"{name}_rnn_bf"]
            gate = 1 / (1 + np.exp(-gate))
            cell = gate * cell + (1 - gate) * self.product(x, f"{name}_rnn_W")
            x = self.norm(np.maximum(cell, 0) + x, f"{name}_rnn_ffn")
            x = self.norm(self.attention(f"{name}_context", x, context) + x, f"{name}_context_Wo")
            logits = self.product(self.forward(f"{name}_ffn", x), "Wemb", turned=True)[0]
            before = int((logits + self.weights["decoder_ff_logit_out_b"][0]).argmax())
            if before == 0:
                return


_FLOAT32, _INT8, _BYTES = 0x404, 0x4101, 0x101


def _packed(network: _Network) -> bytes:
    items: list[tuple[str, int, tuple[int, ...], bytes]] = []
    for name, tensor in network.weights.items():
        if not _is_weight(tensor.shape):
            items.append((name, _FLOAT32, tensor.shape, tensor.astype("<f4").tobytes()))
            continue
        # 64, not 127: pairs are added in 16 bits, and more could overflow.
        scale = np.float32(64 / max(abs(tensor).max(), 1e-6))
        whole = np.clip(np.rint(tensor * scale), -127, 127).astype(np.int8)
        stored = (whole if name == "Wemb" else whole.T).tobytes() + struct.pack("<f", scale)
        items.append((name, _INT8, tensor.shape, stored))
        alpha = struct.pack("<f", np.float32(127 / max(network.peaks[name], 1e-6)))
        of = "none" if name == "Wemb" else name
        items.append((f"{of}_QuantMultA", _FLOAT32, (1, 1), alpha))
    about = (
        "type: transformer\ndec-cell: ssru\ntransformer-decoder-autoreg: rnn\n"
        f"tied-embeddings-all: true\ndim-emb: {DIM}\ntransformer-heads: {HEADS}\n"
        f"transformer-dim-ffn: {FORWARD}\nenc-depth: 1\ndec-depth: 1\n\0"
    ).encode()
    items.append(("special:model.yml", _BYTES, (len(about),), about))
    return _laid_out(items)


def _laid_out(items: list[tuple[str, int, tuple[int, ...], bytes]]) -> bytes:
    """A version and a number; heads, names, shapes; then the data, at multiples of 256."""
    data = [content + b"\0" * (-len(content) % 256) for *_, content in items]
    head = struct.pack("<QQ", 1, len(items))
    for (name, kind, shape, _), content in zip(items, data, strict=True):
        head += struct.pack("<4Q", len(name.encode()) + 1, kind, len(shape), len(content))
    head += b"".join(name.encode() + b"\0" for name, *_ in items)
    head += b"".join(struct.pack(f"<{len(shape)}i", *shape) for _, _, shape, _ in items)
    gap = -(len(head) + 8) % 256
    return head + struct.pack("<Q", gap) + b"\0" * gap + b"".join(data)
