"""The gate: one line and the sentences it cites -> what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.language.figures import figures
from bot.language.patterns import arabic_words
from bot.records import Cited, Flag, Severity
from bot.translation.grounding import amounts, belonging, english, saying
from bot.translation.grounding.arabic import turned, unfounded
from bot.translation.grounding.saying import tells
from bot.translation.grounding.words import Line, Vouching, finder, line, split
from bot.translation.names import NameMention, Names, Scope
from bot.translation.names.spelling import accepted

ENOUGH = 1.0
"""Strangeness of its words, added up, from which a line does not hold. Nor does one of whose words
a quarter are strange at all: one that says little may be strange in what matters."""


class Gate:
    """Of one article."""

    def __init__(self, names: Names, scope: Scope, title: Cited | None = None) -> None:
        self._names = names
        self._scope = scope
        self._title = title
        self._above = line(title.english) if title else None

    def findings(self, said: str, cited: Sequence[Cited]) -> tuple[Flag, ...]:
        """What the line says and the sentences do not; nothing where it may be shown. The title
        vouches for words and names too, since every reader has it above the line."""
        arabic = " ".join(each.arabic for each in cited)
        texts = [each.english for each in cited if each.english]
        mentions = self._names.find(arabic, known=self._scope)
        lines = [line(text) for text in texts]
        vouching = self._vouching(arabic, lines, mentions)
        ours = line(said)
        found = [
            flag
            for flag in unfounded(arabic, mentions, said)
            if not (flag.check == "names_invented" and _named(flag, vouching))
            and not (flag.check == "numbers" and _counted(flag, texts))
        ]
        several = len(cited) > 1
        # What the translation turned round is marked as its own; the line only says it again.
        own = {f for text in texts for f in turned(arabic, mentions, text, several=several)}
        found += [
            flag
            for flag in turned(arabic, mentions, said, several=several)
            if flag not in own
            and not (flag.check == "contrast" and (_named(flag, vouching) or _denies(flag)))
            and not (flag.check == "attribution" and tells(said))
        ]
        found += [
            Flag(check, Severity.ERROR, detail)
            for check, detail in _claims(ours, said, lines, texts, arabic, self._above)
        ]
        if not finder("deny").find(split(ours)):
            # "Did not fall" may stand for "rose".
            details = vouching.contraries(ours)
            found += [Flag("contrast", Severity.ERROR, detail) for detail in details]
        strange = vouching.strange(ours)
        saying = sum(ours.says(place) for place in range(len(ours.words)))
        if sum(each.weight for each in strange) >= ENOUGH or 4 * len(strange) >= saying > 0:
            words = ", ".join(dict.fromkeys(f"“{each.word}”" for each in strange))
            found.append(Flag("wording", Severity.ERROR, f"nothing in the sentence says {words}"))
        return tuple(found)

    def _vouching(
        self, arabic: str, lines: Sequence[Line], mentions: Sequence[NameMention]
    ) -> Vouching:
        spellings = [s for m in mentions for s in (*m.spellings, *accepted(m))]
        if self._title is None or self._above is None:
            return Vouching(arabic, lines, spellings)
        return Vouching(f"{arabic} {self._title.arabic}", (*lines, self._above), spellings)


def _claims(
    ours: Line,
    said: str,
    lines: Sequence[Line],
    texts: Sequence[str],
    arabic: str,
    title: Line | None,
) -> Iterator[tuple[str, str]]:
    rules = (
        ("quotation", saying.quotes(said, texts)),
        ("address", saying.addresses(said, texts)),
        ("negation", english.negation(ours, lines)),
        ("hedges", english.hedges(ours, lines)),
        ("speaker", saying.speakers(ours, lines)),
        ("numbers", english.counted(ours, lines)),
        ("numbers", amounts.swapped(ours.text, [text.text for text in lines])),
        ("bounds", amounts.bounds(ours.text, [text.text for text in lines])),
        ("names_order", english.order(ours, lines)),
        ("actor", english.actor(ours, lines)),
        ("quantity", english.universal(ours, lines)),
        ("dates", belonging.dates(ours, lines)),
        ("speaker", belonging.speakers(ours, lines, title)),
        ("numbers", amounts.ends(ours.text, [text.text for text in lines])),
        ("attribution", saying.unsaid(ours.text, [text.text for text in lines])),
        ("cause", english.causes(ours, lines, arabic_words(arabic)[1])),
    )
    for check, details in rules:
        yield from ((check, detail) for detail in details)


def _named(flag: Flag, vouching: Vouching) -> bool:
    """Whether the English of the sentences has what the check finds strange."""
    strange = re.split(" gives | became ", flag.detail)[-1].strip("“”")
    return all(vouching.has(word) for word in strange.casefold().split())


def _denies(flag: Flag) -> bool:
    """Whether the word that came in denies: `english.negation` asks whether it may."""
    words = flag.detail.split(" became ")[-1].strip("“”").split()
    return bool(finder("deny").find([[word] for word in words]))


def _counted(flag: Flag, texts: Sequence[str]) -> bool:
    """Whether the English, which passed this check by itself, has the number: "the eleven judges"
    is hard to read in Arabic."""
    own = figures(flag.detail)
    return bool(own) and set(own) <= {figure for text in texts for figure in figures(text)}
