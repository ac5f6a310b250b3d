"""What a digest said is kept for its page, where it has something to show there."""

from __future__ import annotations

from dataclasses import replace

from bot.pipeline import kept_digests
from tests.digest.made_digests import brief, digest, statement, story


def test_only_a_digest_with_something_on_its_page_has_one() -> None:
    again = story(brief("a", statement("Talks")))
    alone = replace(digest(), repeated=(again,), quiet=(again,))
    assert kept_digests.dumps(alone, ()) is None
    bare, named = replace(again, briefs=()), replace(alone, repeated=(), quiet=())
    for made in (replace(named, stories=(bare,)), replace(named, also=(bare,))):
        text = kept_digests.dumps(made, ())
        assert text is not None
        assert kept_digests.loads(text) is not None
