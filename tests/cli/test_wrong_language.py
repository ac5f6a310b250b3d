"""An engine that answers in French: `mujaz translate` shows it as what nobody should trust."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from bot.cli import main
from bot.translation.engines.canary import CANARIES
from tests.translation.engines.chat_server import ChatServer

HEADING = "خفض أسعار الغاز في البلاد"
GAS = "أعلن وزير الطاقة خفض أسعار الغاز في البلاد."
LIBRARY = "افتتحت البلدية مكتبة عامة كبيرة في وسط المدينة."
ANSWERS = {
    HEADING: "A cut in gas prices in the country",
    GAS: "Le ministre de l'énergie a annoncé une baisse des prix du gaz dans le pays.",
    LIBRARY: "The municipality opened a large public library in the city centre.",
}


def test_a_french_answer_is_marked_and_the_others_are_not(tmp_path: Path) -> None:
    sung = {c.source: " ".join(min(group) for group in c.expected) for c in CANARIES}
    article = tmp_path / "gas.txt"
    article.write_text(f"{HEADING}\n\n{GAS}\n\n{LIBRARY}\n", encoding="utf-8")
    with ChatServer(sung | ANSWERS) as server:
        done = CliRunner().invoke(
            main,
            ["translate", str(article), "--engine", "chat", "--format", "json", "--quiet"],
            env={
                "MUJAZ_CACHE_DIR": str(tmp_path / "cache"),
                "MUJAZ_STORE__URL": f"sqlite:///{tmp_path / 'none.db'}",
                "MUJAZ_TRANSLATION__CHAT__BASE_URL": server.address,
                "MUJAZ_TRANSLATION__CHAT__MODEL": "tiny",
            },
        )
        asked = [arabic for request in server.asked for arabic in request]
    assert done.exit_code == 0, done.output
    found = {s["source"]: s for s in _segments(json.loads(done.stdout))}
    assert {f["check"] for f in found[GAS]["flags"]} >= {"language"}
    assert {f["severity"] for f in found[GAS]["flags"]} >= {"error"}
    assert not found[LIBRARY]["flags"]
    # It is drawn again before it is given up.
    assert asked.count(GAS) > asked.count(LIBRARY)


def _segments(given: Any) -> list[dict[str, Any]]:
    """Every object with a source in it, wherever the format has them."""
    if isinstance(given, list):
        return [each for item in given for each in _segments(item)]
    if not isinstance(given, dict):
        return []
    inner = [each for value in given.values() for each in _segments(value)]
    return ([given] if "source" in given else []) + inner
