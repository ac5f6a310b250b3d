"""Which reports of a story come of witnesses of their own, for those beyond the digest's room."""

from __future__ import annotations

from bot.digest.copies import independent as independent
from bot.digest.copies import independent_outlets as independent_outlets
