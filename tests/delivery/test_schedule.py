from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.delivery.scheduling.schedule import (
    EVERY_DAY,
    WEEKDAYS,
    Hold,
    Quiet,
    Send,
    Skip,
    Slot,
    decide,
    instant,
    next_slot,
    quiet_until,
    slot_at,
    wall_time,
)
from bot.errors import BadSettings

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("wall", "zone", "after", "at"),
    [
        ("08:00", "Asia/Amman", utc(2026, 11, 22, 4), utc(2026, 11, 22, 5)),
        ("08:00", "Asia/Amman", utc(2026, 11, 22, 5), utc(2026, 11, 23, 5)),
        # New York goes forward on 8 March 2026 at 02:00 ...
        ("02:30", "America/New_York", utc(2026, 3, 8), utc(2026, 3, 8, 7, 30)),
        # ... and back on 1 November at 02:00; 01:30 comes twice, the first counts.
        ("01:30", "America/New_York", utc(2026, 11, 1), utc(2026, 11, 1, 5, 30)),
        ("01:30", "America/New_York", utc(2026, 11, 1, 5, 30), utc(2026, 11, 2, 6, 30)),
        # Cairo goes forward on 24 April 2026 at midnight.
        ("00:30", "Africa/Cairo", utc(2026, 4, 23, 20), utc(2026, 4, 23, 22, 30)),
        # Lord Howe changes by half an hour.
        ("02:15", "Australia/Lord_Howe", utc(2026, 10, 3, 12), utc(2026, 10, 3, 15, 45)),
        ("08:00", "Asia/Kathmandu", utc(2026, 1, 1), utc(2026, 1, 1, 2, 15)),
    ],
)
def test_the_next_slot(wall: str, zone: str, after: datetime, at: datetime) -> None:
    assert next_slot(after, wall, EVERY_DAY, zone).at == at


def test_a_weekday_is_that_of_the_local_date() -> None:
    # Friday evening in UTC is Saturday in Auckland.
    slot = next_slot(utc(2026, 11, 20, 12), "08:00", WEEKDAYS, "Pacific/Auckland")
    assert slot == Slot("2026-11-23T08:00[Pacific/Auckland]", utc(2026, 11, 22, 19))


def test_a_slot_carried_over_midnight_by_a_gap_keeps_its_date() -> None:
    # Nuuk's clocks went from 23:00 on Saturday 30 March 2024 to midnight.
    slot = next_slot(utc(2024, 3, 30, 12), "23:30", "5", "America/Nuuk")
    assert slot.key == "2024-03-30T23:30[America/Nuuk]"
    assert slot.at.astimezone(ZoneInfo("America/Nuuk")).isoformat()[:16] == "2024-03-31T00:30"
    assert slot_at(slot.at, "23:30", "America/Nuuk") == slot


@pytest.mark.parametrize("text", ["24:00", "8", "08:60", "", "8:5", "noon"])
def test_no_time_of_day(text: str) -> None:
    with pytest.raises(BadSettings, match="08:00"):
        wall_time(text)


@pytest.mark.parametrize(
    ("days", "zone"), [("", "UTC"), ("7", "UTC"), ("0", "Mars/Base"), ("0", "")]
)
def test_days_and_zones_that_are_none(days: str, zone: str) -> None:
    with pytest.raises(BadSettings):
        next_slot(utc(2026, 1, 1), "08:00", days, zone)


@settings(max_examples=300, deadline=None)
@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),
    st.times().map(lambda t: t.strftime("%H:%M")),
    st.sampled_from(sorted(available_timezones())),
    st.sets(st.sampled_from("0123456"), min_size=1).map(lambda d: "".join(sorted(d))),
)
def test_slots_follow_each_other_in_order_and_are_told_by_their_instant(
    start: datetime, wall: str, zone: str, days: str
) -> None:
    after = start.replace(tzinfo=UTC)
    keys = []
    for _ in range(4):
        slot = next_slot(after, wall, days, zone)
        assert slot.at > after
        assert slot.at - after <= 9 * DAY
        assert slot_at(slot.at, wall, zone).at == slot.at
        local = slot.at.astimezone(ZoneInfo(zone))
        named = datetime.fromisoformat(slot.key[:16])
        # Off the wall time only by a gap, which is never backwards.
        assert timedelta() <= local.replace(tzinfo=None) - named <= DAY
        assert str(named.weekday()) in days
        keys.append(slot.key)
        after = slot.at
    assert keys == sorted(set(keys))


# -------------------------------------------------------------------------------- quiet hours

NIGHT = Quiet(time(22), time(7), "Asia/Amman")
NOON = Quiet(time(12), time(14), "Asia/Amman")


@pytest.mark.parametrize(
    ("quiet", "moment", "until"),
    [
        (NIGHT, utc(2026, 11, 22, 18, 59), None),
        (NIGHT, utc(2026, 11, 22, 19), utc(2026, 11, 23, 4)),
        (NIGHT, utc(2026, 11, 23, 3, 59), utc(2026, 11, 23, 4)),
        (NIGHT, utc(2026, 11, 23, 4), None),
        (NOON, utc(2026, 11, 22, 9), utc(2026, 11, 22, 11)),
        (NOON, utc(2026, 11, 22, 11), None),
        (Quiet(time(8), time(8), "UTC"), utc(2026, 11, 22, 8), None),
        (None, utc(2026, 11, 22, 8), None),
        # The night New York's clocks go forward is an hour shorter.
        (
            Quiet(time(23), time(6), "America/New_York"),
            utc(2026, 3, 8, 5),
            utc(2026, 3, 8, 10),
        ),
    ],
)
def test_quiet_hours(quiet: Quiet | None, moment: datetime, until: datetime | None) -> None:
    assert quiet_until(moment, quiet) == until


@settings(max_examples=200, deadline=None)
@given(st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)), st.times(), st.times())
def test_quiet_hours_in_utc_are_what_the_clock_says(
    moment: datetime, start: time, end: time
) -> None:
    clock = moment.time()
    inside = start <= clock < end if start < end else (clock >= start or clock < end)
    until = quiet_until(moment.replace(tzinfo=UTC), Quiet(start, end, "UTC"))
    assert (until is not None) == (inside and start != end)
    if until is not None:
        assert until.time() == end
        assert quiet_until(until, Quiet(start, end, "UTC")) is None


# -------------------------------------------------------------------------------- what is due

AT = utc(2026, 11, 22, 6)
SLOT = Slot("s", AT)


@pytest.mark.parametrize(
    ("now", "quiet", "decision"),
    [
        (AT, None, Send(SLOT, timedelta())),
        (AT + 6 * HOUR, None, Send(SLOT, 6 * HOUR)),
        (AT + 6 * HOUR + MINUTE, None, Skip(SLOT, 6 * HOUR + MINUTE)),
        # 06:00 UTC is 08:00 in Cairo.
        (AT, Quiet(time(7), time(9), "Africa/Cairo"), Hold(SLOT, AT + HOUR)),
        (AT + HOUR, Quiet(time(7), time(9), "Africa/Cairo"), Send(SLOT, timedelta())),
        # Nine quiet hours are no reason to drop what they held.
        (AT + 9 * HOUR, Quiet(time(7), time(17), "Africa/Cairo"), Send(SLOT, timedelta())),
        (AT + 16 * HOUR, Quiet(time(7), time(17), "Africa/Cairo"), Skip(SLOT, 7 * HOUR)),
        # Missed before the quiet hours, found within them.
        (AT + 2 * HOUR, Quiet(time(9), time(12), "Africa/Cairo"), Hold(SLOT, AT + 4 * HOUR)),
    ],
)
def test_what_becomes_of_a_slot(now: datetime, quiet: Quiet | None, decision: object) -> None:
    assert decide(SLOT, now, quiet) == decision


# --------------------------------------------------------------------------- a simulated year

ZONES = (
    "Asia/Amman", "Africa/Cairo", "Asia/Beirut", "Asia/Baghdad", "America/New_York",
    "Europe/London", "Europe/Berlin", "Australia/Lord_Howe", "Asia/Kathmandu", "America/Nuuk",
    "Africa/Casablanca", "Pacific/Auckland",
)  # fmt: skip
WALLS = ("00:30", "01:30", "02:30", "08:00", "23:59")
START, END = utc(2026, 1, 1), utc(2027, 1, 1)


@dataclass
class World:
    """The database as the simulation sees it: what survives a restart."""

    next_run: dict[tuple[str, str], datetime]
    sent: Counter[str] = field(default_factory=Counter)
    late: dict[str, timedelta] = field(default_factory=dict)
    dropped: Counter[str] = field(default_factory=Counter)
    late_when_dropped: list[timedelta] = field(default_factory=list)

    def tick(self, now: datetime) -> None:
        for (wall, zone), at in self.next_run.items():
            while at <= now:
                slot = slot_at(at, wall, zone)
                match decide(slot, now):
                    case Send(late_by=late):
                        self.sent[slot.key] += 1
                        self.late[slot.key] = late
                    case Skip(late_by=late):
                        self.dropped[slot.key] += 1
                        self.late_when_dropped.append(late)
                at = next_slot(at, wall, EVERY_DAY, zone).at
            self.next_run[wall, zone] = at


def down_times(rng: random.Random) -> list[tuple[datetime, datetime]]:
    """Many short stops, and three long ones of which one spans a clock change in Europe."""
    stops = [(utc(2026, 3, 28, 20), utc(2026, 3, 29, 12)), (utc(2026, 6, 1), utc(2026, 6, 3, 9))]
    stops.append((utc(2026, 10, 24, 22), utc(2026, 10, 25, 3)))
    for _ in range(60):
        begin = START + rng.random() * (END - START)
        stops.append((begin, begin + rng.random() * 5 * HOUR))
    return stops


@pytest.mark.parametrize("seed", range(2))
def test_a_year_over_twelve_zones_gives_one_digest_a_slot(seed: int) -> None:
    rng = random.Random(seed)
    stops = down_times(rng)
    world = World({(w, z): next_slot(START, w, EVERY_DAY, z).at for w in WALLS for z in ZONES})
    now = START
    while now < END:
        now += rng.choice((5, 17, 30)) * MINUTE
        for begin, end in stops:
            if begin <= now < end:
                now = end
        world.tick(now)
        if rng.random() < 0.1:
            world.tick(now)  # two processes at once
    expected = {
        f"{day.isoformat()}T{wall}[{zone}]": instant(day, wall_time(wall), ZoneInfo(zone))
        for wall in WALLS
        for zone in ZONES
        for day in (date(2025, 12, 31) + n * DAY for n in range(368))
    }
    expected = {key: at for key, at in expected.items() if START < at <= now}
    assert set(world.sent) | set(world.dropped) == set(expected)
    assert set(world.sent.values()) == {1}
    assert not set(world.sent) & set(world.dropped)
    assert set(world.dropped.values()) == {1}
    assert max(world.late.values()) <= 6 * HOUR
    assert min(world.late_when_dropped) > 6 * HOUR
