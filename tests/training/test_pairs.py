"""Sets and amendments are read, and what is wrong in them is told with its line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from training.mix import amendments, load_sets, read_mix
from training.pairs import BadSet, Name, Pair, read_set


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_a_set_has_its_names_in_order(tmp_path: Path) -> None:
    row = [
        "قال لافروف لبلينكن",
        "Lavrov told Blinken",
        [[11, 18, "ل", "Blinken"], [4, 10, "", "Lavrov"]],
    ]
    path = written(tmp_path, "a.jsonl", json.dumps(row) + "\n\n" + json.dumps(["نعم", "Yes"]))
    first, second = read_set(path)
    assert first.names == (Name(4, 10, "", "Lavrov"), Name(11, 18, "ل", "Blinken"))
    assert second == Pair("نعم", "Yes")


def test_amendments_are_cleaned_as_the_engine_cleans_its_source(tmp_path: Path) -> None:
    text = "\ufeff# head\n\nقَال  ٣\tHe said “three”\tyesterday\nنعم\tYes – yes\r\n"
    assert read_set(written(tmp_path, "a.tsv", text)) == (
        Pair("قال 3", 'He said "three"'),
        Pair("نعم", "Yes - yes"),
    )
    assert amendments(tmp_path / "a.tsv", 3).weight == 3


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.tsv", "نعم\tYes\nلا\n", "line 2: .*a tab"),
        ("a.tsv", "\tYes\n", "line 1"),
        ("a.tsv", "# nothing\n", "holds no pairs"),
        ("a.jsonl", '["نعم"]\n', "line 1: .*JSON"),
        ("a.jsonl", '["نعم", "Yes"]\n{', "line 2"),
        ("a.jsonl", '["نعم", "Yes", [[0, 9, "", "Y"]]]', "no stretch from 0 to 9"),
    ],
)
def test_a_wrong_line_is_named(tmp_path: Path, name: str, text: str, told: str) -> None:
    with pytest.raises(BadSet, match=told):
        read_set(written(tmp_path, name, text))


def test_a_file_that_is_not_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "a.tsv").write_bytes(b"\xff\xfe\x00")
    for name in ("a.tsv", "none.tsv"):
        with pytest.raises(BadSet, match=f"{name} cannot be read"):
            read_set(tmp_path / name)


def test_the_mix_takes_what_is_there_and_tells_what_is_not(tmp_path: Path) -> None:
    mix = written(tmp_path, "mix.txt", "# head\na.tsv 2 # often\n\nb.tsv 0.5\nc.tsv 1\n")
    first, second = tmp_path / "first", tmp_path / "second"
    first.mkdir()
    second.mkdir()
    written(first, "a.tsv", "نعم\tYes\n")
    written(second, "a.tsv", "لا\tNo\n")
    written(second, "c.tsv", "لا\tNo\n")
    sets, missing = load_sets(mix, [first, second])
    assert [(each.name, each.weight, each.pairs[0].english) for each in sets] == [
        ("a.tsv", 2, "Yes"),
        ("c.tsv", 1, "No"),
    ]
    assert missing == ["b.tsv"]
    with pytest.raises(BadSet, match=r"no set that is in .*README"):
        load_sets(mix, [tmp_path])


@pytest.mark.parametrize(
    "line", ["a.tsv", "a.tsv two", "a.tsv 0", "a.tsv -1", "a.tsv nan", "a b 1"]
)
def test_a_wrong_weight_is_named(tmp_path: Path, line: str) -> None:
    with pytest.raises(BadSet, match="line 2: a line is a file name and a weight"):
        read_mix(written(tmp_path, "mix.txt", f"x.tsv 1\n{line}\n"))


def test_a_set_is_named_once(tmp_path: Path) -> None:
    with pytest.raises(BadSet, match=r"line 2: .* is named twice"):
        read_mix(written(tmp_path, "mix.txt", "x.tsv 1\nx.tsv 2\n"))
