"""The grounding gate: whether a line that a model wrote of sentences says only what they say.

A line of a summary says less than its sentences, so what it leaves out is no fault; what it adds or
turns round is. `arabic` holds it to the Arabic by the checks of the translations, in this one
direction; `english` to the English of the same sentences, claim by claim; `words` says which words
vouch for which. docs/summarisers.md says what is found and how often.
"""

from __future__ import annotations

from bot.translation.grounding.gate import Gate

__all__ = ["Gate"]
