"""Finding and loading documents."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from bot.errors import MissingFile, TooLarge
from bot.records import Document, Skipped
from bot.sources import files


def origins(paths: list[str]) -> list[str]:
    return [d.origin for d in files.documents(paths) if isinstance(d, Document)]


def errors(paths: list[str]) -> list[str]:
    return [s.error for s in files.documents(paths) if isinstance(s, Skipped)]


def test_a_folder_gives_known_kinds_at_any_depth_in_name_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c.md", ".hidden.txt", "deep/d.HTM", ".git/e.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("نص")
    found = [Path(o).relative_to(tmp_path).as_posix() for o in origins([str(tmp_path)])]
    assert found == ["a.html", "b.txt", "deep/d.HTM"]


def test_a_file_named_outright_is_taken_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "article.saved"
    path.write_bytes(b"x")
    (document,) = files.documents([str(path)])
    assert document == Document(origin=str(path), data=b"x", media_type=None)


def test_a_file_reached_twice_comes_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    (tmp_path / "b.txt").symlink_to(path)
    assert origins([str(path), str(tmp_path), str(path)]) == [str(path)]


def test_a_missing_path_loses_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x")
    missing = str(tmp_path / "gone.txt")
    assert errors([missing, str(path)]) == ["MissingFile"]
    assert origins([missing, str(path)]) == [str(path)]


def test_a_folder_with_nothing_readable_says_so(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(b"x")
    (item,) = files.documents([str(tmp_path)])
    assert isinstance(item, Skipped)
    assert item.error == "NothingReadable"
    assert ".txt" in item.reason


def test_standard_input_is_a_document() -> None:
    (item,) = files.documents(["-"], io.BytesIO(b"abc"))
    assert item == Document(origin="-", data=b"abc")


def test_a_file_at_the_limit_is_taken_and_one_byte_more_is_not(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"x" * files.MAX_BYTES)
    assert len(files.load(str(path)).data) == files.MAX_BYTES
    path.write_bytes(b"x" * (files.MAX_BYTES + 1))
    with pytest.raises(TooLarge, match="20 MB"):
        files.load(str(path))


def test_a_folder_or_an_impossible_name_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(MissingFile, match="folder"):
        files.load(str(tmp_path))
    with pytest.raises(MissingFile):
        files.load("a\0b")


def test_files_of_other_kinds_are_counted_once(tmp_path: Path) -> None:
    for name in ("a.txt", "b.jpg", "c.JPG", "d.xlsx", "README", ".hidden.jpg", "deep/e.png"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(b"x")
    found = files.passed_over([str(tmp_path), str(tmp_path / "deep"), str(tmp_path / "b.jpg"), "-"])
    assert found == {".jpg": 2, ".xlsx": 1, "": 1, ".png": 1}
    assert not files.passed_over([str(tmp_path / "b.jpg"), str(tmp_path / "gone")])
