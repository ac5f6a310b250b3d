from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.sources.intervals import (
    DAY,
    UNKNOWN,
    Bounds,
    Wishes,
    after_failure,
    interval,
    next_check,
    pace,
)

NOW = datetime(2026, 11, 22, 8, 30, tzinfo=UTC)  # a Sunday
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
BOUNDS = Bounds.of_minutes(10, 1440)
bounds = st.builds(Bounds.of_minutes, st.integers(1, 2000), st.integers(1, 2000))
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))
spans = st.timedeltas(timedelta(), timedelta(days=400))


def test_the_pace_is_that_of_the_recent_publications() -> None:
    hourly = [NOW - HOUR * n for n in range(30)]
    assert pace(hourly, NOW) == HOUR
    # A burst long ago does not count, nor does what is dated tomorrow.
    assert pace([*hourly, *[NOW - 99 * DAY] * 50, NOW + DAY], NOW) == HOUR
    assert pace([NOW], NOW) is None
    assert pace([], NOW) is None


def test_a_busy_source_is_asked_at_the_floor_and_a_sleeping_one_at_the_ceiling() -> None:
    assert interval(MINUTE, NOW, NOW, BOUNDS) == 10 * MINUTE
    assert interval(2 * HOUR, NOW, NOW, BOUNDS) == HOUR
    assert interval(2 * HOUR, NOW - 20 * HOUR, NOW, BOUNDS) == 2 * HOUR
    assert interval(2 * HOUR, NOW - 99 * DAY, NOW, BOUNDS) == DAY
    assert interval(None, None, NOW, BOUNDS) == UNKNOWN


def test_what_somebody_set_counts_between_floor_and_ceiling() -> None:
    assert interval(MINUTE, NOW, NOW, BOUNDS, fixed=45 * MINUTE) == 45 * MINUTE
    assert interval(MINUTE, NOW, NOW, BOUNDS, fixed=MINUTE) == 10 * MINUTE


@given(st.none() | spans, st.none() | moments, moments, bounds, st.none() | spans)
def test_every_interval_is_between_floor_and_ceiling(
    between: timedelta | None,
    newest: datetime | None,
    now: datetime,
    bounds: Bounds,
    fixed: timedelta | None,
) -> None:
    assert bounds.floor <= interval(between, newest, now, bounds, fixed) <= bounds.ceiling


@given(moments, st.floats(0, 1), bounds, st.text(max_size=8))
def test_a_check_without_wishes_comes_between_floor_and_ceiling(
    now: datetime, share: float, bounds: Bounds, seed: str
) -> None:
    wanted = bounds.floor + (bounds.ceiling - bounds.floor) * share
    at = next_check(now, wanted, bounds, seed)
    assert bounds.floor <= at - now <= bounds.ceiling
    assert at == next_check(now, wanted, bounds, seed)


def test_checks_of_many_sources_spread() -> None:
    for wanted in (10 * MINUTE, HOUR, DAY):
        times = {next_check(NOW, wanted, BOUNDS, str(n)) for n in range(50)}
        assert max(times) - min(times) > wanted * 0.05


def test_a_server_can_ask_for_later_but_not_for_sooner_nor_for_ever() -> None:
    soon = Wishes(fresh_until=NOW + MINUTE, ttl=MINUTE)
    assert next_check(NOW, HOUR, BOUNDS, "s", soon) == next_check(NOW, HOUR, BOUNDS, "s")
    fresh = next_check(NOW, HOUR, BOUNDS, "s", Wishes(fresh_until=NOW + 5 * HOUR))
    assert NOW + 5 * HOUR <= fresh <= NOW + 5 * HOUR + MINUTE
    ttl = next_check(NOW, HOUR, BOUNDS, "s", Wishes(ttl=3 * HOUR))
    assert NOW + 3 * HOUR <= ttl <= NOW + 3 * HOUR + MINUTE
    forever = Wishes(fresh_until=NOW + 999 * DAY, ttl=999 * DAY)
    assert next_check(NOW, HOUR, BOUNDS, "s", forever) <= NOW + DAY + MINUTE


def test_hours_and_days_to_be_skipped_are() -> None:
    night = Wishes(skip_hours=frozenset({9, 10, 11}))
    assert next_check(NOW, HOUR, BOUNDS, "s", night).hour == 12
    weekend = Wishes(skip_days=frozenset({"Sunday", "Monday"}))
    assert next_check(NOW, HOUR, BOUNDS, "s", weekend).strftime("%A %H") == "Tuesday 00"
    never = Wishes(skip_hours=frozenset(range(24)))
    assert next_check(NOW, HOUR, BOUNDS, "s", never) == next_check(NOW, HOUR, BOUNDS, "s")


@given(
    moments,
    st.frozensets(st.integers(0, 23)),
    st.frozensets(st.sampled_from(["Monday", "Friday", "Sunday"])),
    st.text(max_size=8),
)
def test_skipping_only_ever_delays_and_ends_within_a_week(
    now: datetime, hours: frozenset[int], days: frozenset[str], seed: str
) -> None:
    plain = next_check(now, HOUR, BOUNDS, seed)
    moved = next_check(now, HOUR, BOUNDS, seed, Wishes(skip_hours=hours, skip_days=days))
    assert plain <= moved <= plain + 8 * DAY
    if len(hours) < 24:
        assert moved.hour not in hours
        assert moved.strftime("%A") not in days


def test_failures_back_off_to_a_day_and_no_further() -> None:
    pauses = [after_failure(NOW, n, BOUNDS, "s") - NOW for n in range(1, 40)]
    assert 10 * MINUTE <= pauses[0] <= 11 * MINUTE
    assert pauses == sorted(pauses)
    assert all(DAY * 0.9 <= pause <= DAY for pause in pauses[10:])


@given(moments, st.integers(0, 10**9), bounds, st.text(max_size=8), st.none() | spans)
def test_a_failing_source_is_always_tried_again_within_a_day_or_its_floor(
    now: datetime, failures: int, bounds: Bounds, seed: str, retry_after: timedelta | None
) -> None:
    pause = after_failure(now, failures, bounds, seed, retry_after) - now
    assert bounds.floor <= pause <= max(DAY, bounds.floor)
    if retry_after is not None:
        assert pause >= min(retry_after, DAY)
