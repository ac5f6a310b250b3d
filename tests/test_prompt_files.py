"""Prompts as files: their heads, their variables, and a deployment's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.errors import BadPrompt
from bot.prompt_files import all_prompts, prompt, prompts_folder, read_prompt, standing_in
from tests.cli.running import mujaz

HEAD = '+++\nversion = 2\nabout = "Ours."\n'


def written(folder: Path, text: str, name: str = "headline.md") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_every_prompt_of_ours_can_be_read_and_stands_for_itself() -> None:
    found = {each.key: each for each in all_prompts()}
    assert {"translate", "summarise", "headline", "repair", "styles/brief"} <= found.keys()
    assert len(found) == len(list(prompts_folder().rglob("*.md")))
    for each in found.values():
        assert standing_in(each) == each
        assert each.version >= 1


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Write a headline.", "has no head"),
        ("+++\nversion = \n+++\nWrite.", "not valid TOML"),
        ('+++\nabout = "x"\n+++\nWrite.', "its head needs version"),
        ('+++\nversion = "1"\nabout = "x"\n+++\nWrite.', "version = '1' is not known"),
        (f"{HEAD}tokens = 0\n+++\nWrite.", "leaves no room"),
        (f"{HEAD}colour = 1\n+++\nWrite.", "colour = 1 is not known"),
        (f"{HEAD}+++\n \n", "says nothing"),
        (f'{HEAD}variables = ["a"]\n+++\nWrite ${{b}}.', "lists the variables a, its text has b"),
        (f'{HEAD}variables = ["a"]\n+++\nWrite ${{a}} for $ 5.', "a \\$ stands alone"),
    ],
)
def test_a_file_that_is_no_prompt_says_what_to_mend(tmp_path: Path, text: str, why: str) -> None:
    with pytest.raises(BadPrompt, match=why):
        read_prompt(written(tmp_path, text))


def test_one_of_a_deployment_goes_first_and_takes_in_the_same(tmp_path: Path) -> None:
    told = f'{HEAD}variables = ["headline_words"]\n+++\nAt most ${{headline_words}} words.\n'
    written(tmp_path, told)
    own = prompt("headline", tmp_path)
    assert own.version == 2
    assert own.filled(headline_words=9) == "At most 9 words."
    assert prompt("repair", tmp_path).version == prompt("repair").version
    written(tmp_path, f"{HEAD}+++\nWrite.\n")
    with pytest.raises(BadPrompt, match="filled in are headline_words"):
        prompt("headline", tmp_path)


def test_the_command_lists_shows_and_tests(tmp_path: Path) -> None:
    listed = mujaz("prompts").stdout
    assert "summarise (version 1)" in listed
    assert listed == mujaz("prompts", "list").stdout
    assert "${points}" in mujaz("prompts", "show", "summarise").stdout
    lost = mujaz("prompts", "show", "summarize")
    assert (lost.returncode, "there is: digest, headline" in lost.stderr) == (1, True)
    style = written(tmp_path, f"{HEAD}+++\nStyle: ours.\n", "styles/ours.md")
    tested = mujaz("prompts", "test", str(style))
    assert "styles/ours (version 2) can be used as a style of its own" in tested.stdout
    assert "Style: ours." in tested.stdout
    stray = written(tmp_path, f"{HEAD}+++\nWrite.\n", "sumarise.md")
    refused = mujaz("prompts", "test", str(stray))
    assert (refused.returncode, "replaces no prompt" in refused.stderr) == (1, True)
