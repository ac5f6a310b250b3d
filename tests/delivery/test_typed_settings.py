"""Every setting typed as a command, kept and shown."""

from __future__ import annotations

import pytest

from tests.delivery.newsroom import Newsroom, button


async def test_every_setting_can_be_typed(newsroom: Newsroom) -> None:
    typed = (
        ("/times weekdays 08:00 18:30", "Times: 08:00, 18:30 weekdays"),
        ("/quiet 22:00 07:00", "Quiet hours: 22:00"),
        ("/stories 7", "Stories: 7"),
        ("/points 2", "Points per story: 2"),
        ("/headlines on", "Headlines only: on"),
        ("/silent on", "Silent delivery: on"),
        ("/empty say", "When nothing is new: say so"),
        ("/outlets not RT", "Not from: RT"),
        ("/words only gas, oil", "Only with these words: gas, oil"),
    )
    for command, shown in typed:
        asked = await newsroom.say(command)
        said = await newsroom.wait(shown, after=asked)
        assert len(said["text"].splitlines()) <= 2
        button(said, "Settings")
    asked = await newsroom.say("/zone Berlin")
    sure = await newsroom.wait("Europe/Berlin: it is", after=asked)
    await newsroom.press(sure, "Yes")
    await newsroom.wait("Time zone: Europe/Berlin", after=asked)
    asked = await newsroom.say("/settings")
    menu = await newsroom.wait("Settings of this chat", after=asked)
    for _, shown in typed:
        assert shown in menu["text"]
    await newsroom.say("/language arabic")
    await newsroom.wait("اللغة: العربية", after=menu)


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("/times soon", "I could not read that"),
        ("/zone <b>nowhere", "I found no place like “<b>nowhere”"),
        ("/zone CET", "CET stands for the clocks of several places"),
        ("/subscribe 18:30 EST", "EST stands for the clocks of several places"),
        ("/quiet 22:00", "Write two times"),
        ("/points 0", "Write a number from 1 to 10"),
        ("/headlines maybe", "Headlines only: off\nWrite /headlines on"),
        ("/empty perhaps", "When nothing is new: stay silent\nWrite /empty say"),
        ("/words gas", "/words only gas\n/words not gas"),
        ("/language fr", "I speak English and Arabic"),
    ],
)
async def test_what_cannot_be_read_is_said_and_changes_nothing(
    newsroom: Newsroom, command: str, said: str
) -> None:
    await newsroom.say("/settings")
    before = await newsroom.wait("Settings of this chat")
    await newsroom.say(command)
    answer = await newsroom.wait(said)
    await newsroom.say("/settings")
    after = await newsroom.wait("Settings of this chat", after=answer)
    assert _unclocked(after["text"]) == _unclocked(before["text"])


def _unclocked(menu: str) -> list[str]:
    return [line for line in menu.splitlines() if "now" not in line]
