"""English cut to the length of a headline or a point, by rules that only leave out.

After Hedge Trimmer (Dorr, Zajic and Schwartz, 2003): what surrounds the claim goes first, what
stands at the end next, and who says so stays. A cut that could turn the claim round, or leave
out what limits it, is not made.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.language.english import VOUCHED_FOR
from bot.language.figures import figures
from bot.language.negation import negated
from bot.summary.attributions import ASIDES, DAYS, OFFICE_ALONE, WHERE_SAID

_GOT_BY = (
    r"(?:received|obtained|seen|carried|published|quoted) by"
    r"(?: (?:the )?[\"“«]?[A-Z][\w'’\"”».-]*)+"
)
_PADDING = (
    (WHERE_SAID, r"\1 that"),
    (re.compile(r"^[A-Z][\w'’. -]{2,40}?,?\s+(?:on\s+)?\d{1,2} [A-Z][a-z]+(?: \d{4})?"
                r"(?: \([^()]*\))?\s*[-–—:]\s+(?=\S)"), ""),
    (re.compile(r",?\s+in (?:a|an|the) (?:press |official |joint |brief |written )?"
                r"(?:statement|interview|dialogue|conversation|communiqu[eé]|press release)"
                r"(?: (?:with|to|for)(?: (?:the )?[\"“«]?(?:[A-Z]|al-)[\w'’\"”».-]*)+"
               rf"|,? (?:a copy of which (?:was )?)?{_GOT_BY}(?: \([^()]*\))?,?)?"
               r"(?=[,.]|\s|$)"), ""),
    (re.compile(r"^In (?:a|an) (?:press |official |joint |brief |written )?statement"
                rf"(?: {_GOT_BY})?(?: \([^()]*\))?,\s+(?=\S)"), ""),
    (re.compile(rf"\b(?:today|yesterday),? (?:on )?({DAYS})\b(?:,(?!\s[a-z]+ing\b))?"),
     r"on \1"),
    (re.compile(r"\b(?:His|Her) (?:Excellency|Majesty|(?:Royal )?Highness),? (?:the )?(?=[A-Z])"),
     ""),
    (re.compile(r"\b(according to|citing|quoting) (?:the |a )?(?:latest |official )*"
                r"(?:figures|data|statistics|numbers|statement)"
                r"(?: (?:published|issued|released|announced|carried))? by (?=\w)"),
     r"\1 "),
    (re.compile(r"(?<=\w)(\saccording to [^,.]{2,60}?(?:figures|data|statistics))"
                rf" (?:published|issued|released)(?: on (?:{DAYS}))?(?=[,.]|$)"), r"\1"),
    (re.compile(r",? (?:may God [^,.]*|God willing)(?:,(?=\s[a-z])|(?=[,.]|$))"), ""),
    (re.compile(r"\s*\([^()\d]*\)"), ""),
)  # fmt: skip
"""What adds nothing wherever it stands."""

_REST = r"(?:[^,]|(?<=\d),(?=\d))*"
"""Up to the next comma, which is none inside "60,000"."""
_TELLS = (
    "noting|stressing|adding|pointing out|explaining|indicating|emphasi[sz]ing|considering|"
    "calling|describing|citing|expressing|recalling|urging|referring|confirming|affirming|saying"
)
SUPERLATIVE = re.compile(
    r",\s+(?:the|its|their|his|her)\s+(?:highest|lowest|largest|biggest|smallest|first|worst|best|most)\b"
    r"[^,]*?(?=\.?$)"
)
"""What ranks a figure and is none of the event's."""
_ASIDES = (
    (re.compile(rf",\s+(?:{_TELLS})\b.*$"), ""),
    (re.compile(rf",\s+(?:who|which|whom|whose|where)\b{_REST},(?=\s)"), ""),
    (re.compile(rf",\s+(?:who|which|whom|whose|where)\b{_REST}$"), ""),
    (re.compile(r",\s+(?:while|whereas|at a time when|amid)\b.*$"), ""),
    (re.compile(r",\s+(?:in|at|during|on|via)\s[^,\d]{3,90},(?=\s)(?!\s\w+ (?:which|whom))"), ""),
    (re.compile(r"(?<=\w),\s+(?:a|an|the)\s+[^,]{3,60},(?=\s)"), ""),
    (re.compile(r",\s+(?:north|south|east|west|central)[\w-]*\s+[A-Z][\w-]+,(?=\s)"), ""),
    (re.compile(r"\s+[—–-]\s+[^—–-]{3,80}\s+[—–-](?=\s)"), ""),
    *ASIDES,
    (re.compile(r"\bfrom the (?:beginning|start) of (?=next )"), "from "),
    (re.compile(r"\bof (?:the )?charges? of (?=[a-z]+ing\b)"), "of "),
    (re.compile(r"\bthe (?:city|town|village|island) of (?=[A-Z])"), ""),
    (SUPERLATIVE, ""),
)
"""Clauses that stand beside the claim, with what stands for them."""
_TAILS = (
    re.compile(r";[^;]*$"),
    re.compile(rf",\s+and\s{_REST}$"),
    re.compile(
        rf"\s+(?:after|following|because|due to)\s{_REST}"
        rf"(?=,\s[^,]{{2,60}}\b(?:said|says|announced|reported|stated|confirmed)\b{_REST}$)"
    ),
    re.compile(
        r",\s+(?:[a-z]+ing|[a-z]+ed by|who|which|whom|whose|where|when|while|whereas|amid|after|"
        r"before|since|because|also|as well as|especially|particularly|a|an|the|in|at|under)\b"
        rf"{_REST}$"
    ),
    re.compile(
        r"\s+(?:after|following|because|as|so that|in order to|in light of|due to)\b"
        r"(?:(?!\b(?:after|following|because)\b).)*$"
    ),
)
"""What a sentence may end with, and end without."""
_ALSO = re.compile(
    r"\s+and\s+(?:also\s+)?(?:(?!other|more)[a-z]{3,}(?:s|ed)|ha[ds]|have|was|were|will|would)\s.*$"
)
"""A second thing that the same subject does."""
_PHRASE = re.compile(rf"\s+(?:in|at|during|since|near|within|across|on(?=\s(?:{DAYS})))\s+(?=\w)")
_JOINED = re.compile(
    r"[,;:]\s|\b(?:and|that|who|which|with|for|under|through|by|of|from|to|over|against|between)\b"
)
"""A phrase with one of these is more than place or time."""
_DAY = re.compile(
    rf",?\s+(?:on\s+)?(?:{DAYS})(?:\s+(?:morning|evening|night|afternoon))?,?(?=\s|$)"
)
_LIMITS = re.compile(
    r"\b(?:if|unless|until|except|provided|but|although|despite|without|only|not|no|never|in fact|"
    r"rather|instead|however|yet|"
    r"denie[sd]|den(?:y|ying)|would|could|may|might|should|alleged\w*|suspected|failed?|"
    r"refus\w+|reject\w+|condition\w*|exception|depend\w*|subject to|in (?:return|exchange))\b|"
    r"n['’]t\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\bwh(?:ich|om?) (?:\w+ ){1,4}?"
    r"(?:den(?:y|ies|ied)|disputed?s?|reject(?:s|ed)?|contest(?:s|ed)?)\b"
)
"""Whoever is accused says no; without it the claim stands alone."""
_CLAUSES = re.compile(r",\s|;\s|\s(?:and|but)\s")
_SCOPE = re.compile(
    r"\s*(?:after|before|since|following|because|as|so that|in order to|due to|in|on|at|for|with|"
    r"by|to|from|during|near|within|across)\b"
)
"""What is denied may be denied of this alone: "would not import wheat on credit"."""
_DANGLING = re.compile(
    r"\b(?:a|an|the|of|to|in|on|at|by|for|from|with|and|or|but|that|as|between|against|into|over|"
    r"after|before|about|is|are|was|were|be|been|has|have|had|its|their|his|her|who|which|"
    r"account|north|south|east|west|near|outside|up|down|than|more|less|not|no)$",
    re.IGNORECASE,
)
_CONTENT = (re.compile(r"\bthat\b"), re.compile(r":"), re.compile(r"[\"“]"))
"""What opens what is said: without it a sentence of saying says nothing."""
_INCOMPLETE = re.compile(r"\b\w+(?:ed|ing)$|\b(?:held|said|told|made|took|gave|met|set|led)$")
"""A verb at the end: what went may have been its object."""
_PREDICATE = re.compile(
    r"\b(?:is|are|was|were|be|has|have|had|will|would|can|could|may|might|must|should|shall|do|does|"
    r"did|"
    r"(?<!the )(?<!\ba )(?<!\ban )(?<!any )(?<!some )(?<!this )(?<!its )(?<!his )"
    r"[a-z]{2,}ed|said|says|told|made|took|gave|met|set|led|began|came|went|fell|rose|won|lost|"
    r"held|left|hit|saw|kept|put|got|cut|struck|found)\b|n['’]t\b"
)
"""What a clause says of its subject."""
_CLEFT = re.compile(r"\b(?:it (?:was|is)|there (?:was|were|is|are))\b[^,;]*(?:, [^,;]*)?$")
"""Its "who ..." is the claim."""
_COUNTS = re.compile(
    r"\d|\b(?:first|second|third|fourth|fifth|years?|months?|decades?|ever|two|three|four|five|six|"
    r"seven|eight|nine|ten|dozens|hundreds|thousands)\b",
    re.IGNORECASE,
)
"""What measures a claim; "the lowest in 80 years" is another claim without its end."""
_JOINT = re.compile(
    r"(?:[,;]|\.\.\.)\s|\s[-–—]\s|\s(?=(?:and|or|while|after|before|as|in|on|at|for|with)\s)"
)
"""Where a sentence can be broken off."""
_ARTICLES = re.compile(r"\b(?:the|an?)\s+(?=\w)", re.IGNORECASE)
FEWEST_WORDS = 5
AIM = 20
"""Words that a point is cut to where nothing that counts is lost."""


def padded_out(text: str) -> str:
    """The sentence without formulas that tell nothing."""
    for pattern, instead in _PADDING:
        text = pattern.sub(instead, text)
    return _tidy(text)


def trimmed(text: str, words: int, phrases: bool = True) -> str | None:
    """The sentence in at most `words` words; None where no harmless cut makes it so short.

    Shorter yet where what goes has neither a figure nor a name. `phrases`: also without the day, or
    a phrase of place or time at the end, which a sentence needs more often than an aside.
    """
    text = whole = padded_out(text)
    for needless, counted in ((True, True), (False, True), (False, False)):
        for pattern, instead in _ASIDES:
            if _fits(text, AIM if needless else words):
                continue
            without = pattern.sub(instead, text, count=1)
            if not counted or figures(without) >= figures(text):
                text = _kept(text, without, limits=False, needless=needless)
    cut = _shortened(text, words, phrases)
    if not _fits(text, words):
        # Where the end has to go as well, an aside may have the room.
        cut = max(cut, _shortened(whole, words, phrases), key=lambda c: len(c or ""))
    if phrases and (cut is None or figures(cut) < figures(whole)):
        # A figure is worth more than the day, which the digest shows.
        for longer in (whole, text):
            rest = _kept(longer, _DAY.sub("", longer, count=1), limits=False)
            dayless = _shortened(rest, words, phrases)
            if dayless and (cut is None or figures(dayless) > figures(cut)):
                cut = dayless
    if cut is None or not whole.endswith(".") or cut.endswith((".", "!", "?", '."', ".”")):
        return cut
    return f"{cut}."


def clipped(text: str, words: int) -> str | None:
    """The same with what the sentence needs: only to make room for another."""
    return trimmed(text, words, phrases=False)


def broken_off(text: str, words: int) -> str | None:
    """The opening of a sentence that no cut makes short enough, with "…" for what is missing; the
    day goes where more of it is left then.

    None where what is missing could turn it round or says who vouches for it, or where nothing
    that says something is left.
    """
    text = padded_out(text)
    dayless = _kept(text, _DAY.sub("", text, count=1), limits=False)
    return max(_broken_off(text, words), _broken_off(dayless, words), key=lambda c: len(c or ""))


def _broken_off(text: str, words: int) -> str | None:
    for joint in reversed(list(_JOINT.finditer(text))):
        cut = _tidy(text[: joint.start()].rstrip(" ,;:."))
        if text.startswith("but ", joint.end()) and _fits(cut, words - 2):
            return f"{cut}, but …"
        # What "and" adds does not limit what stands before it, nor does what "not" rules out.
        added = text.startswith(("and ", "not "), joint.end())
        if _fits(cut, words - 1) and _kept(text, cut, limits=not added) == cut:
            return f"{cut} …"
    return None


def headline_of(text: str, words: int) -> str | None:
    """The same for a headline, where also the day and articles may go."""
    cut = trimmed(text, words)
    if cut is not None:
        return cut
    text = padded_out(text)
    for pattern, instead in _ASIDES:
        text = _kept(text, pattern.sub(instead, text, count=1), limits=False)
    text = _kept(text, _DAY.sub("", text, count=1), limits=False)
    return _shortened(text, words) or _shortened(_tidy(_ARTICLES.sub("", text)), words)


def _shortened(text: str, words: int, phrases: bool = True) -> str | None:
    while not _fits(text, words):
        shorter = list(_shorter(text, phrases))
        if not shorter:
            return None
        # What has a figure goes last: a score, a toll.
        whole = figures(text)
        text = next((cut for cut in shorter if figures(cut) == whole), shorter[0])
    return text


def _shorter(text: str, phrases: bool) -> Iterator[str]:
    for pattern in _TAILS:
        cut = _kept(text, pattern.sub("", text, count=1))
        if cut != text:
            yield cut
    if phrases:
        yield from _without_phrase(text)
    cut = _kept(text, _ALSO.sub("", text, count=1))
    if cut != text:
        yield cut


def _without_phrase(text: str) -> Iterator[str]:
    """Without its last phrase of place or time, or the last two where one alone cannot go: "played
    on Saturday in Lusail"."""
    for phrase in reversed(list(_PHRASE.finditer(text))):
        gone = text[phrase.start() :]
        if _COUNTS.search(gone) or _JOINED.search(gone):
            return
        cut = _kept(text, text[: phrase.start()])
        if cut != text:
            yield cut
            return


def _kept(text: str, cut: str, limits: bool = True, needless: bool = False) -> str:
    """The cut, or the text where the cut is not harmless: who says so must stay, and so must all
    that limits or denies the claim; `needless`: all that has a figure or a name, too."""
    cut = _tidy(cut)
    if cut == text or len(cut.split()) < FEWEST_WORDS or _DANGLING.search(cut.rstrip(".")):
        return text
    if cut.count('"') % 2 or cut.count("“") != cut.count("”") or cut.count("(") != cut.count(")"):
        return text
    if limits and any(opens.search(text) and not opens.search(cut) for opens in _CONTENT):
        return text
    if _INCOMPLETE.search(cut.rstrip(".")):
        return text
    gone = _difference(text, cut)
    if VOUCHED_FOR.search(text.rstrip(".")) and not VOUCHED_FOR.search(cut.rstrip(".")):
        return text
    said = max((m.end() for m in _CONTENT[0].finditer(cut)), default=0)
    beside = re.match(rf",\s+(?:{_TELLS})\b", gone)
    if not beside and _PREDICATE.search(text, said) and not _PREDICATE.search(cut, said):
        return text
    if re.match(r",?\s*(?:who|which|that)\b", gone) and _CLEFT.search(cut.rstrip(".")):
        return text
    if _DENIED.search(gone):
        return text
    if needless and (_COUNTS.search(gone) or re.search(r"[A-Z]", gone)):
        return text
    if limits and (_LIMITS.search(gone) or negated(text) != negated(cut)):
        return text
    if limits and _SCOPE.match(gone) and negated(_CLAUSES.split(cut)[-1]):
        return text
    return cut


def _difference(text: str, cut: str) -> str:
    """What was taken out of the text, in one piece."""
    cut = cut.rstrip(".")
    start = next((n for n, (a, b) in enumerate(zip(text, cut, strict=False)) if a != b), len(cut))
    end = next(
        (n for n, (a, b) in enumerate(zip(text[::-1], cut[start:][::-1], strict=False)) if a != b),
        len(cut) - start,
    )
    return text[start : len(text) - end]


def _fits(text: str, words: int) -> bool:
    return len(text.split()) <= words


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip()
    text = re.sub(r"\s+([,.;:])", r"\1", text)
    text = re.sub(r",+\s*(?=[.;]|$)", "", text).strip()
    return text[:1].upper() + text[1:]


_CLAIMED = re.compile(
    r"^(?P<who>.{2,90}?),?\s+(?:said|announced|revealed|confirmed|reported|stated|explained|stressed)"
    rf"(?:,? on (?:{DAYS})(?: (?:morning|evening|night|afternoon))?"
    r"(?:, \d{1,2} [A-Z][a-z]+(?: \d{4})?)?)?"
    r",?(?: that)?\s+(?P<claim>(?!on |in |to |at |a |an )\w.+)$"
)
_NAME = re.compile(r"(?:[A-Z][\w'’.-]*|al-\w+)(?:\s+(?:of|for|the|[A-Z][\w'’.-]*|al-\w+))*$")
_OFFICE = re.compile(
    r"^.*\b(?:Advis[eo]r|Minister|President|Secretary|Chief|Director|Spokes\w+|Envoy|Ambassador|"
    r"General|Chairman|Commander|Governor)\s+(?=[A-Z])"
)
WHO_WORDS = 4


def again(text: str, name: str) -> str:
    """A sentence without the office that its subject, who was named before, has before his name."""
    before, found, rest = text.partition(name)
    return name + rest if found and OFFICE_ALONE.fullmatch(before) else text


def without_office(who: str) -> str:
    """The name alone, where the office stands before it and two names are left."""
    name = _OFFICE.sub("", who)
    return name if len(name.split()) > 1 else who


def attribution_last(
    text: str, words: int, shorten: Callable[[str, int], str | None] = headline_of
) -> str | None:
    """ "The ministry said that X" as "X, ministry says": a headline opens with what happened, but
    for "his country" and for a claim that is broken off: there who says so comes first."""
    found = _CLAIMED.match(padded_out(text))
    if found is None:
        return None
    who = found["who"].strip()
    name = _NAME.search(_OFFICE.sub("", who))
    if len(who.split()) > WHO_WORDS:
        who = name[0] if name else who
    who = re.sub(r"^[Tt]he\s+", "", who)
    if len(who.split()) > WHO_WORDS or negated(who):
        return None
    claim = shorten(found["claim"].rstrip("."), words - len(who.split()) - 1)
    if claim is None:
        return None
    if claim.endswith("…") or re.match(r"(?:his|her|its|their|he|she|it|they)\b", claim, re.I):
        return f"{who[0].upper()}{who[1:]}: {claim[0].lower()}{claim[1:].rstrip('.')}"
    return f"{claim.rstrip('.')}, {who} says"
