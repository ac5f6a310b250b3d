"""torch's files read without torch, in both layouts, and never run.

`plain_zip.bin` and `plain_old.bin` were saved by torch 2.13, the second with
`_use_new_zipfile_serialization=False`, from one dict: views, halves, a scalar, a Parameter.
"""

from __future__ import annotations

import pickle
import zipfile
from pathlib import Path

import numpy as np
import pytest

from bot.translation.model_store.pickled import read_tensors

HERE = Path(__file__).parent


@pytest.mark.parametrize("name", ["plain_zip.bin", "plain_old.bin"])
def test_both_layouts(name: str) -> None:
    found = {key: read() for key, read in read_tensors(HERE / name).items()}
    whole = np.arange(24, dtype=np.float32).reshape(4, 6)
    expected = {
        "whole": whole,
        "turned": whole.T,
        "part": whole[1:3, 2:],
        "half": np.array([0.5, -2], np.float16),
        "count": np.array(7),
        "parameter": np.ones(2, np.float32),
    }
    assert found.keys() == expected.keys()
    for key, values in expected.items():
        assert found[key].dtype == values.dtype
        np.testing.assert_array_equal(found[key], values)


class Evil:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return print, ("the file was run",)


def in_zip(path: Path, pickled: bytes) -> Path:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
    return path


@pytest.mark.parametrize("zipped", [True, False])
def test_a_file_that_calls_something_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], zipped: bool
) -> None:
    path = tmp_path / "evil.bin"
    if zipped:
        in_zip(path, pickle.dumps({"a": Evil()}))
    else:
        path.write_bytes(pickle.dumps(Evil()))
    with pytest.raises(ValueError, match=r"builtins\.print"):
        read_tensors(path)
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("name", ["plain_zip.bin", "plain_old.bin"])
def test_a_file_cut_anywhere_is_an_error_of_ours(tmp_path: Path, name: str) -> None:
    data = (HERE / name).read_bytes()
    path = tmp_path / "cut.bin"
    for length in range(0, len(data) - 1, 7):
        path.write_bytes(data[:length])
        try:
            whole = [read() for read in read_tensors(path).values()]
        except ValueError:
            continue
        except pickle.UnpicklingError as error:
            assert "reaches beyond" in str(error)
            continue
        assert len(whole) == 6


def test_something_else_is_no_model(tmp_path: Path) -> None:
    path = tmp_path / "page.bin"
    path.write_bytes(b"<html>")
    with pytest.raises(ValueError, match=r"page\.bin"):
        read_tensors(path)
    with pytest.raises(ValueError, match=r"empty\.bin"):
        read_tensors(in_zip(tmp_path / "empty.bin", b""))
