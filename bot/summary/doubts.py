"""What a brief doubts that a full text shows plainly: its lines are read without the rest.

English that does not tell what its Arabic counts, the dead of a toll or the deficit of an amount:
"The number of strikes rises to 4" has the 4 of "4 killed" and no word of the killed, and nothing in
it looks wrong. And English that more likely misleads than not.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from bot.language.counts import counts_among, hits, is_level
from bot.language.quantities import tokens
from bot.records import Flag, Severity, TranslatedSegment

_SAID = {
    "dead": r"dead\w*|deaths?|die[sd]?|dying|kill\w*|bod(?:y|ies)|martyr\w*|fatal\w*|lives|"
    r"victims?|casualt\w+|corpses?|drown\w*|perish\w*|murder\w*|remains|toll",
    "injured": r"injur\w*|wound\w*|hurt|casualt\w+|victims?|patients?|cases?|infect\w*|hit|"
    r"suffer\w*",
    "missing": r"missing|lost|unaccounted|disappear\w*",
    "arrested": r"arrest\w*|detain\w*|detention|held|custody|seiz\w+|captur\w+|prisoners?|caught",
    "rescued": r"rescu\w*|sav(?:e|ed|es|ing)|surviv\w*|pulled|escap\w*",
    "displaced": r"displac\w*|fle(?:e|d|es|eing)|homeless|refugees?|evacuat\w*",
    "kidnapped": r"kidnap\w*|abduct\w*|hostages?|taken|seiz\w+",
    "acquitted": r"acquit\w*|clear(?:s|ed)|innocen\w+",
    "deficit": r"deficits?|shortfall|gap",
    "surplus": r"surplus\w*",
    "net profit": r"profits?|earnings|income",
    "annual inflation": r"inflation",
    "inflation": r"inflation",
    "unemployment": r"unemploy\w+|jobless\w*",
    "revenue": r"revenues?|income|receipts|proceeds|earn\w*|returns?",
    "spending": r"spen[dt]\w*|expend\w+|expens\w+|outlays?|costs?",
    "debt": r"debts?|owe[sd]?|owing|indebted\w*|liabilit\w+|loans?|borrow\w*",
    "arrears": r"arrears|overdue|unpaid|owe[sd]?|owing|outstanding|dues?|debts?",
    "foreign reserves": r"reserves?|holdings",
    "exports": r"export\w*|sold|sales|ship\w*",
    "imports": r"import\w*|bought|purchas\w+",
    "loan": r"loans?|len[dt]\w*|credit|borrow\w*|financ\w+|facility",
    "investment": r"invest\w*",
    "compensation": r"compensat\w+|pa(?:y|id)\w*|grant\w*|giv\w+|disburs\w+|award\w*|"
    r"allocat\w+|aid|benefits?",
    "fine": r"fine[sd]?|fining|penalt\w+|pay\w*",
    "prison": r"prison\w*|jail\w*|imprison\w*|sentenc\w+|custody|detention|bars|"
    r"terms?|gets?|got|handed|given|serv\w+",
    "turnout": r"turnout|participa\w+|vot\w+",
}
"""By the role or measure of `facts.tsv`, the English words of which one has to stand there."""
TRUSTED = 0.5
"""Of the probability that it does not mislead, from which a line stands without a mark."""
MEASURED_WITHIN = 8
"""Tokens between what an amount is of and the amount."""
_CHANGE = (
    r"(?:increase|rise|growth|gain|surge|jump|drop|fall|decline|decrease|reduction|cut|hike)s?"
)
_PATTERNS = {role: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for role, words in _SAID.items()}


def doubted(segment: TranslatedSegment) -> TranslatedSegment:
    """The segment, with a finding where its English is doubted."""
    if not segment.target.strip():
        return segment
    found = next(_findings(segment), None)
    return replace(segment, flags=(*segment.flags, found)) if found else segment


def _findings(segment: TranslatedSegment) -> Iterator[Flag]:
    if segment.trust is not None and segment.trust < TRUSTED:
        yield Flag("trust", Severity.ERROR, "the English more likely misleads than not")
    source, english = segment.segment.source, segment.target
    for said in _counted(source):
        if not _tells(english, said):
            yield Flag("numbers", Severity.ERROR, f"the English does not say “{said}”")
    for moved in _levels_that_moved(source, english):
        detail = f"“{moved}” is how much it is, not how it changed"
        yield Flag("numbers", Severity.ERROR, detail)


def _levels_that_moved(source: str, english: str) -> Iterator[str]:
    """English in which an amount is an increase or a fall, where the Arabic says that something
    "reached" it: trade of 110 million that became "a 110-million-dollar increase"."""
    listed = tokens(source)
    for count in counts_among(listed):
        if not is_level(listed, count):
            continue
        number = re.escape(count.quantity.words.split()[0])
        of_it = (
            rf"\b{number}(?:[ -][a-z]+){{0,2}}[ -]{_CHANGE}\b|\b{_CHANGE} of \D{{0,12}}{number}\b"
        )
        found = re.search(of_it, english)
        if found is not None:
            yield found[0]


def _tells(english: str, said: str) -> bool:
    return said not in _PATTERNS or _PATTERNS[said].search(english) is not None


def _counted(source: str) -> Iterator[str]:
    """The roles of those who are counted, and what amounts are of."""
    listed = tokens(source)
    measures = hits("measure", listed)
    for count in counts_among(listed):
        if count.role:
            yield count.role
            continue
        at = count.quantity.start
        near = [row["english"] for hit, row in measures if 0 <= at - hit.end <= MEASURED_WITHIN]
        yield from near[-1:]
