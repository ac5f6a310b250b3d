"""Words that must or must not occur in an article of a source.

A filter is words, found as search finds them (whatever the case, the vowel signs, the clitics, the
spelling of alef or the seat of hamza), several in a row, each with "*" as a beginning; or, between
slashes, a regular expression of RE2 (https://github.com/google/re2/wiki/Syntax), which takes a time
linear in the text whatever the expression. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from bot.errors import BadFilter
from bot.language.arabic.fold import unmarked
from bot.language.search import occurs, sought, words

LONGEST = 200
"""Characters of one filter."""
MOST = 50
"""Filters of one kind of one source."""
MEMORY = 1 << 20
"""Bytes an expression may take compiled; RE2's own measure of how large it is."""
LARGEST_TEXT = 200_000
"""Characters of an article that are looked at."""

Matcher = Callable[[str, Sequence[str]], bool]


def checked(filters: Iterable[str]) -> tuple[str, ...]:
    """The filters as they are kept, without repeats. Raises BadFilter for one that cannot work."""
    kept = tuple(dict.fromkeys(" ".join(each.split()) for each in filters))
    if len(kept) > MOST:
        raise BadFilter(f"There are {len(kept)} filters; a source may have {MOST} of a kind.")
    for each in kept:
        _matcher(each)
    return kept


def unmet(text: str, must: Sequence[str], must_not: Sequence[str]) -> str | None:
    """Why a text is not wanted, as a sentence; None where it is.

    One of `must` is to occur where there are any, and none of `must_not`.
    """
    if not must and not must_not:
        return None
    text = text[:LARGEST_TEXT]
    found = words(text)
    bare = _bare(text)
    for each in must_not:
        if _matcher(each)(bare, found):
            return f'It has "{each}", which this source\'s settings leave out.'
    if must and not any(_matcher(each)(bare, found) for each in must):
        wanted = ", ".join(f'"{each}"' for each in must[:3]) + (" ..." if len(must) > 3 else "")
        return f"It has none of the words that this source's settings ask for: {wanted}."
    return None


def _bare(text: str) -> str:
    """Without vowel signs and elongation, for expressions."""
    return unmarked(unicodedata.normalize("NFKC", text))


@lru_cache(maxsize=512)
def _matcher(text: str) -> Matcher:
    if len(text) > LONGEST:
        raise BadFilter(f"A filter has at most {LONGEST} characters; this one has {len(text)}.")
    if len(text) > 2 and text[0] == text[-1] == "/":
        return _expression(text[1:-1])
    wanted = sought(text)
    if not wanted:
        raise BadFilter(f'"{text}" has no word in it. Give words, or /an expression/.')
    return lambda _, found: occurs(found, wanted)


def _expression(pattern: str) -> Matcher:
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        compiled = re2.compile(unicodedata.normalize("NFKC", pattern), options)
    except re2.error as error:
        said = error.args[0] if error.args else ""
        reason = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
        raise BadFilter(
            f"/{pattern}/ is no regular expression that can be used: {reason}. Look-around and "
            "back-references are not understood."
        ) from None
    if compiled.search("") is not None:
        raise BadFilter(f"/{pattern}/ is met by every text, even an empty one.")
    return lambda text, _: compiled.search(text) is not None
