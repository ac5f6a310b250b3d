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


def test_what_weighs_much_leaves_room_for_few() -> None:
    kept: Recent[str, str] = Recent(6, len)
    for key in ("aa", "bbb", "cc", "aa"):
        kept.made(key, key.upper)
    assert (kept.held("aa"), kept.held("bbb"), kept.held("cc")) == ("AA", None, "CC")
    kept.put("cc", "C")
    kept.put("ddd", "DDD")
    assert (kept.held("aa"), kept.held("cc"), kept.held("ddd")) == ("AA", "C", "DDD")
    kept.put("long", "LONGER THAN ALL")
    assert (kept.held("ddd"), kept.held("long")) == (None, "LONGER THAN ALL")
    kept.clear()
    assert kept.held("long") is None
