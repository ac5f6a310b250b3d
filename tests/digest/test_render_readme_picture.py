"""The README's picture stands alone."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from bench.readme_picture import ARABIC, SVG, picture
from tests.digest.made_digests import realistic


def test_the_picture_needs_nothing_from_the_network_and_keeps_arabic_joined() -> None:
    drawn = picture(realistic(), "mujaz digest samples/")
    assert set(re.findall(r"https?://[^\"')\s]+", drawn)) == {SVG}
    texts = list(ElementTree.fromstring(drawn).iter(f"{{{SVG}}}text"))
    shown = " ".join((text.text or "").replace("\xa0", " ") for text in texts)
    assert "Ceasefire talks resume in Muscat" in shown
    arabic = [text for text in texts if ARABIC.search(text.text or "")]
    # The Arabic of what was not translated; that of the rest stands there only on request.
    assert len(arabic) >= 4
    assert not any("textLength" in text.attrib for text in arabic)
