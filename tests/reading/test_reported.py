"""What `mujaz read --json` says of pages that readers of other tools reported.

The pages in `reported/` were made after public reports (extraction libraries, feed readers, date
parsers); each has its right answer beside it.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.errors import RedirectPage
from bot.reading.article import read
from bot.reading.report import to_json
from bot.records import MEDIA_TYPES, Document

REPORTED = Path(__file__).parent / "reported"
PAGES = sorted(path for path in REPORTED.iterdir() if path.suffix in MEDIA_TYPES)
REFUSED = "06meta.html"


@pytest.mark.parametrize("page", [p for p in PAGES if p.name != REFUSED], ids=lambda p: p.name)
def test_a_reported_page(page: Path) -> None:
    document = Document(f"reported/{page.name}", page.read_bytes(), MEDIA_TYPES[page.suffix])
    golden = page.with_name(f"{page.name}.json")
    assert to_json(read(document)) == json.loads(golden.read_text(encoding="utf-8"))


def test_a_page_that_only_leads_on() -> None:
    with pytest.raises(RedirectPage, match="leads on to /p2"):
        read(Document(REFUSED, (REPORTED / REFUSED).read_bytes(), "text/html"))
