"""How briefs are written for a chat: the styles that the operator's files offer."""

from __future__ import annotations

from bot.delivery.handlers.menu_buttons import button, setter
from bot.delivery.sending.screens import Screen
from bot.delivery.visit import Visit
from bot.errors import BadPrompt
from bot.language.lettering import clean
from bot.pipeline.writing import styles_offered
from bot.prompt_files import Prompt


def style_screen(visit: Visit) -> Screen:
    """Each style with what its file says of it, and a button that chooses it."""
    known = offered(visit)
    if not known:
        return Screen(visit.tell("settings.style_needs"))
    chosen, default = visit.preferences.style, visit.context.settings.summary.style
    now = chosen if chosen in {each.name for each in known} else default
    told = [
        visit.tell("settings.style_row", name=each.name, about=clean(each.about)) for each in known
    ]
    rows = [
        [setter(visit, f"{'✓ ' if each.name == now else ''}{each.name}", "style", each.name)]
        for each in known
    ]
    back = button(visit, visit.plain("settings.button_back"), {"page": "main"})
    return Screen("\n".join([visit.tell("settings.choose_style"), *told]), [*rows, [back]])


def offered(visit: Visit) -> tuple[Prompt, ...]:
    """None where no model writes by prompts, or the operator's files cannot be read, which the
    log says at every article."""
    try:
        return styles_offered(visit.context.settings)
    except BadPrompt:
        return ()
