"""Names: found in the Arabic, hinted to the model, checked and put right in the English.

    names = Names.load()
    scope = names.scope(sentence.text for sentence in article)
    hinted = names.inline(source, scope)          # "وقال Lavrov ل Pompeo إن ..."
    flags = [f for check in name_checks(names, scope) for f in check(source, english, None)]
    english = repair(source, english, names.find(source, known=scope))

Data, licences and measured figures: README.md in this folder.
"""

from __future__ import annotations

from bot.translation.names.checks import name_checks
from bot.translation.names.mentions import Inlined, Mention, Names, Scope
from bot.translation.names.spelling import Match, kept, match, repair

__all__ = [
    "Inlined",
    "Match",
    "Mention",
    "Names",
    "Scope",
    "kept",
    "match",
    "name_checks",
    "repair",
]
