"""The loader of rule tables: what it reads, and what it says of a wrong row."""

from __future__ import annotations

import subprocess
import sys
from fractions import Fraction
from pathlib import Path

import pytest

from bot.errors import BadRule
from bot.language import lexicon

HEAD = """# Contraries.
#: gloss | key | what a finding calls it
#: pair | text, pair | the two contraries
#: class | one of sure deniable | how it is judged
#: arabic | arabic | what says it
#: english | english, once per pair | what says it in English
#: worth | number, optional | an amount
"""
RISE = "rise\trise or fall\tsure\tزاد|ارتفع*|!ارتفع قليلا\trose|increas*\t1/2|3"
FALL = "fall\trise or fall\tsure\tانخفض*\tfell"
LINE = HEAD.count("\n") + 1


def told(*lines: str, head: str = HEAD) -> list[tuple[int, str]]:
    text = head + "\n".join(lines) + "\n"
    return [(problem.line, problem.wrong) for problem in lexicon.problems("t.tsv", text.encode())]


def test_sound_rows_have_their_cells_by_name(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "poles.tsv").write_text(HEAD + RISE + "\n\n# a remark\n" + FALL, encoding="utf-8")
    monkeypatch.setattr(lexicon, "_DATA", tmp_path)
    rise, fall = lexicon.rows.__wrapped__("poles")
    assert (rise.line, fall.line) == (LINE, LINE + 3)
    assert rise["gloss"] == "rise"
    assert rise.listed("english") == ("rose", "increas*")
    assert rise.numbers("worth") == (Fraction(1, 2), Fraction(3))
    assert fall.listed("worth") == fall.numbers("worth") == ()


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("rise\trise or fall", "2 columns"),
        (RISE + "\tmore", "7 columns"),
        (RISE.replace("sure", "certain"), "class: “certain” is not known"),
        (RISE.replace("rise\t", "\t", 1), "gloss: nothing"),
        (RISE.replace("1/2", "half"), "worth: “half” is no number"),
        (RISE.replace("1/2", "1/0"), "worth: “1/0” is no number"),
        (RISE.replace("rose", "rose||"), "english: “” is empty or has spaces too many"),
        (RISE.replace("rose", "rose "), "english: “rose ” is empty or has spaces too many"),
        (RISE.replace("rose", "increas*"), "english: “increas*” stands twice"),
        (RISE.replace("زاد", "زا*د"), "arabic: a sign stands in the wrong place in “زا*د”"),
        (RISE.replace("زاد", "زاد+"), "arabic: a sign stands in the wrong place in “زاد+”"),
        (RISE.replace("زاد", "*"), "arabic: a sign stands in the wrong place in “*”"),
        (RISE.replace("زاد", "+"), "arabic: “+” has no word"),
        (RISE.replace("rose", "ros~"), "english: a sign stands in the wrong place in “ros~”"),
        (RISE.replace("rose", "+rose"), "english: a sign stands in the wrong place in “+rose”"),
    ],
)
def test_a_malformed_row(row: str, wrong: str) -> None:
    assert told(FALL, row) == [(LINE + 1, wrong)]


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (RISE.replace("زاد", "rose"), "arabic: “rose” is no Arabic word and never matches"),
        (RISE.replace("زاد", "زاد2"), "arabic: “زاد2” is no Arabic word and never matches"),
        (RISE.replace("زاد", "\u064b"), "arabic: “\u064b” is no Arabic word and never matches"),
        (RISE.replace("زاد", "ص"), "arabic: “ص” is one letter and never matches"),
        (RISE.replace("rose", "زاد"), "english: “زاد” never matches"),
        (RISE.replace("rose", "Rose"), "english: “Rose” never matches"),
        (RISE.replace("rose", "re-rose"), "english: “re-rose” never matches"),
        (RISE.replace("rose", "rosé"), "english: “rosé” never matches"),
        (RISE.replace("زاد", "زاد|ارتفع قليلا جدا"), "“ارتفع قليلا جدا” never counts"),
        (RISE.replace("!ارتفع قليلا", "!قليلا"), "“!قليلا” excepts nothing"),
    ],
)
def test_a_row_that_never_matches(row: str, wrong: str) -> None:
    ((line, said),) = told(row, FALL)
    assert line == LINE
    assert said.startswith(wrong)


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (FALL.replace("fell", "rose"), "english: line 8 says “rose” as well"),
        (FALL.replace("fell", "increased"), "english: line 8 says “increased” as well"),
        (FALL.replace("fall\t", "rise\t", 1), "gloss: line 8 says “rise” as well"),
    ],
)
def test_a_row_that_contradicts_another(row: str, wrong: str) -> None:
    assert told(RISE, row) == [(LINE + 1, wrong)]


def test_rows_of_other_pairs_may_say_the_same() -> None:
    other = ("up\tup or down\tsure\tصعد\trose", "down\tup or down\tsure\tهبط\tdescended")
    assert told(RISE, FALL, *other) == []


def test_a_pair_has_two_rows() -> None:
    assert told(RISE) == [(LINE, "“rise or fall” is not on two rows")]


def test_an_exception_may_reach_only_an_inflected_form() -> None:
    # "بطاقة", a card, is also read as ب and "طاقة", energy.
    assert told(FALL, RISE.replace("زاد", "طاقة").replace("!ارتفع قليلا", "!بطاق*")) == []


def test_signs_that_only_folding_removes_are_no_fault() -> None:
    assert told(RISE.replace("زاد", "أُنْثى"), FALL) == []


@pytest.mark.parametrize(
    "head", ["", "#: gloss\n", "#: gloss | word | x\n", "#: gloss | key, twice | x\n"]
)
def test_a_head_that_names_no_columns(head: str) -> None:
    (first, *_) = lexicon.problems("t.tsv", (head + "rise\n").encode())
    assert first.line == 1
    assert "docs/rules.md" in first.instead


def test_a_head_that_compares_within_a_column_it_has_not() -> None:
    head = HEAD.replace("once per pair", "once per couple")
    assert told(RISE, FALL, head=head) == [(1, "english: no column couple")]


def test_files_of_other_editors() -> None:
    text = HEAD + RISE + "\r\n" + FALL + "\r\n"
    assert lexicon.problems("t.tsv", b"\xef\xbb\xbf" + text.encode()) == []
    (problem,) = lexicon.problems("t.tsv", HEAD.encode() + FALL.encode("cp1256"))
    assert (problem.line, problem.wrong) == (LINE, "the text is not UTF-8")


def test_the_text_says_where_what_and_what_instead() -> None:
    text = HEAD + FALL.replace("sure", "so") + "\n" + RISE
    (problem,) = lexicon.problems("poles.tsv", text.encode())
    assert isinstance(problem, BadRule)
    assert problem.name == "BadRule"
    assert str(problem) == (
        f"poles.tsv:{LINE}: class: “so” is not known. Instead write sure or deniable."
    )


def test_a_wrong_row_stops_whoever_needs_the_table(monkeypatch, tmp_path: Path) -> None:
    (tmp_path / "poles.tsv").write_text(HEAD + "rise\n", encoding="utf-8")
    monkeypatch.setattr(lexicon, "_DATA", tmp_path)
    with pytest.raises(BadRule, match=rf"poles\.tsv:{LINE}: 1 columns"):
        lexicon.rows.__wrapped__("poles")


SHIPPED = sorted(Path(str(lexicon._DATA)).glob("*.tsv"))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_table_is_sound(path: Path) -> None:
    data = path.read_bytes()
    assert data.startswith(b"# "), "the head says what the table is and where it comes from"
    assert lexicon.problems(path.name, data) == []
    assert lexicon.rows(path.stem)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_page_for_contributors_names_every_table(path: Path) -> None:
    page = Path(__file__).parents[2] / "docs" / "rules.md"
    assert f"`{path.name}`" in page.read_text(encoding="utf-8")


def test_the_example_of_the_page_is_a_sound_row_of_its_table() -> None:
    page = (Path(__file__).parents[2] / "docs" / "rules.md").read_text(encoding="utf-8")
    (example,) = [line.strip() for line in page.splitlines() if line.startswith("    buildings")]
    table = next(path for path in SHIPPED if path.stem == "contrast").read_text(encoding="utf-8")
    assert lexicon.problems("contrast.tsv", (table + example).encode()) == []


def lint(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "bot.language.lexicon", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_command_prints_file_line_and_message(tmp_path: Path) -> None:
    bad = tmp_path / "poles.tsv"
    bad.write_text(HEAD + "rise\n", encoding="utf-8")
    done = lint(bad)
    assert done.returncode == 1
    assert done.stdout.startswith(f"{bad}:{LINE}: 1 columns. Instead write 6 with a tab between")


def test_the_command_is_content_with_what_is_shipped() -> None:
    done = lint()
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_row_whose_columns_of_english_are_all_empty_is_told() -> None:
    head = "#: gloss | key | name\n#: arabic | arabic | term\n"
    head += "#: english | english, optional | may stand\n#: only | english, optional | says it\n"
    (problem,) = lexicon.problems("made.tsv", f"{head}cholera\tكوليرا\n".encode())
    assert str(problem).startswith("made.tsv:5: it has no English.")
    assert lexicon.problems("made.tsv", f"{head}cholera\tكوليرا\t\tcholera\n".encode()) == []
