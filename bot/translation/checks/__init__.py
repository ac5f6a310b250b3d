"""What a translation must keep, checked sentence by sentence.

A check is a pure function of source, hypothesis and context; `run_checks` runs them all. The
checks know nothing of engines, articles or names: name checks come in as `extra`.
"""

from bot.translation.checks.context import Check, Context
from bot.translation.checks.table import CHECKS, run_checks

__all__ = ["CHECKS", "Check", "Context", "run_checks"]
