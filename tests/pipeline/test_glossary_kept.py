"""What `mujaz glossary add` answers, without a process of its own."""

from __future__ import annotations

from pathlib import Path

from bot.commands.glossary_kept import added
from bot.config import Settings


def test_a_spelling_that_is_changed_in_a_file_is_told_with_what_it_was(tmp_path: Path) -> None:
    file = tmp_path / "glossary.tsv"
    settings = Settings(cache_dir=tmp_path)
    assert added(settings, file, "باتروشيف", "Patroushev", "").startswith("Added to ")
    again = added(settings, file, "باتروشيف", "Patrushev", "")
    assert again.startswith("Changed in ")
    assert again.endswith("it was Patroushev")
    assert added(settings, file, "باتروشيف", "Patrushev", "").startswith("Added to ")
