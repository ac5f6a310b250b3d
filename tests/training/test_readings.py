"""What was read beside the Arabic is whole, and the table of it counts what stands there."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.reading import COLUMNS, Read, figures_of, load, table

KEPT = sorted((Path(__file__).parents[2] / "training" / "judged").glob("read-*.tsv"))


@pytest.mark.parametrize("path", KEPT, ids=[path.stem for path in KEPT])
def test_every_sentence_kept_has_a_verdict_and_the_misleading_ones_a_reason(path: Path) -> None:
    rows = load(path)
    assert rows and all(row.verdict for row in rows)
    lines = path.read_text("utf-8").splitlines()[1:]
    assert [n for n, line in enumerate(lines, 2) if line.endswith("\tM\t")] == []


def test_shares_are_of_those_that_a_way_gave() -> None:
    rows = [
        Read("1", ("one", "two"), 0.2, "marked", "M"),
        Read("2", ("one",), 0.4, "plain", "M"),
        Read("2", ("two",), 0.8, "plain", "I"),
        Read("3", ("one", "two"), 0.6, "withheld", "F"),
        Read("4", ("one",), None, "plain", ""),
    ]
    found = figures_of(rows)
    assert found["one"] == pytest.approx(
        {"read": 3, "F": 1, "I": 0, "M": 2, "misleads": 200 / 3, "estimate": 60}
        | {"found": 50, "alarms": 100, "of unmarked": 100}
    )
    assert found["two"]["of unmarked"] == 0
    assert list(table(rows))[-1] == "1 rows have no verdict"


def test_what_nobody_checked_has_no_share_of_marks() -> None:
    assert set(figures_of([Read("1", ("argos",), None, "", "M")])["argos"]) == {
        *("read", "F", "I", "M", "misleads")
    }


def test_another_verdict_or_column_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "read.tsv"
    path.write_text("\t".join(COLUMNS) + "\n" + "\t".join([*"1234567", "X", ""]) + "\n", "utf-8")
    with pytest.raises(ValueError, match="line 2: verdict 'X'"):
        load(path)
    path.write_text("id\tverdict\n", "utf-8")
    with pytest.raises(ValueError, match="columns"):
        load(path)
