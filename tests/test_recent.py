"""A cache of what was used last."""

from __future__ import annotations

from bot.recent import Recent


async def test_only_the_most_recent_are_kept() -> None:
    made: list[int] = []

    async def make(number: int) -> int:
        made.append(number)
        return number

    kept: Recent[int, int] = Recent(2)
    for number in (1, 2, 1, 3, 1, 2):
        await kept.get(number, lambda number=number: make(number))  # type: ignore[misc]
    assert made == [1, 2, 3, 2]


def test_what_is_put_is_the_newest_and_none_is_kept_where_none_may_be() -> None:
    kept: Recent[str, str] = Recent(2)
    for key in ("a", "b", "a", "c"):
        kept.put(key, key.upper())
    assert (kept.held("a"), kept.held("b"), kept.held("c")) == ("A", None, "C")
    kept.clear()
    assert kept.held("a") is None
    nothing: Recent[str, str] = Recent(0)
    assert nothing.made("a", "a".upper) == "A"
    assert nothing.held("a") is None
