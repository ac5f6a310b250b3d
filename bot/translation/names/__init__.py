"""Names: found in the Arabic, hinted to the model, checked and put right in the English.

    names = Names.load()
    scope = names.scope(sentence.text for sentence in article)
    hinted = names.inline(source, scope)          # "وقال Lavrov ل Pompeo إن ..."
    flags = [f for check in name_checks(names, scope) for f in check(source, english, None)]
    english = repair(source, english, names.find(source, known=scope))

Modules, data, licences and measured figures: README.md in this folder.
"""

from __future__ import annotations

from bot.translation.names.checks import name_checks
from bot.translation.names.find import NameMention, Scope
from bot.translation.names.lookup import Names
from bot.translation.names.repair import repair
from bot.translation.names.spelling import Match, match

__all__ = ["Match", "NameMention", "Names", "Scope", "match", "name_checks", "repair"]
