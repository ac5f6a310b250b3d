from pathlib import Path

import numpy as np
import pytest
from gguf import GGUFReader, dequantize

from bot.translation.engines.embedded.gguf_file import GgufFile
from tests.translation.engines.tiny_model import Tiny


@pytest.fixture
def opened(tiny: Tiny) -> GgufFile:
    return GgufFile(tiny.parts)


def test_agrees_with_the_format_s_own_reader(tiny: Tiny, opened: GgufFile) -> None:
    theirs = GGUFReader(tiny.site / "whole.gguf")
    assert set(opened.tensors) == {tensor.name for tensor in theirs.tensors}
    for tensor in theirs.tensors:
        expected = dequantize(tensor.data, tensor.tensor_type)
        assert opened.tensors[tensor.name].shape == expected.shape
        np.testing.assert_array_equal(opened.tensor(tensor.name), expected)
    for key, value in opened.metadata.items():
        assert theirs.fields[key].contents() == value


def test_arrays_in_the_metadata_are_passed_over(opened: GgufFile) -> None:
    assert opened.metadata["gemma3.block_count"] == 6
    assert "tokenizer.ggml.tokens" not in opened.metadata
    assert "tiny.numbers" not in opened.metadata


@pytest.mark.parametrize("at_once", [1, 7, 1000])
def test_rows_come_in_the_order_asked_for(opened: GgufFile, at_once: int) -> None:
    index = np.array([399, 0, 5, 5, 200, 1], dtype=np.int32)
    rows = list(opened.rows("token_embd.weight", index, at_once))
    assert max(len(some) for some in rows) <= at_once
    np.testing.assert_array_equal(np.concatenate(rows), opened.tensor("token_embd.weight")[index])


@pytest.mark.parametrize("row", [-1, 400])
def test_rows_that_are_not_there(opened: GgufFile, row: int) -> None:
    with pytest.raises(IndexError, match="400 rows"):
        list(opened.rows("token_embd.weight", np.array([0, row]), 10))


@pytest.mark.parametrize(
    "content", [b"", b"GGUF", b"GGML\x03\0\0\0", b"GGUF\x63\0\0\0" + bytes(90)]
)
def test_what_is_no_gguf_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file"
    path.write_bytes(content)
    with pytest.raises(ValueError, match="GGUF"):
        GgufFile([path])


def test_a_file_that_ends_early(tiny: Tiny) -> None:
    with pytest.raises(ValueError, match="ends within"):
        GgufFile(tiny.parts[:2]).tensor("output_norm.weight")
