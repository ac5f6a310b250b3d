"""Digest to chats: the Telegram application, schedules, outbox, pacing, sender."""

import os

# python-telegram-bot reads this at each use: spans of time come as timedelta, as they will from
# its next major version on, and it does not warn that they once were numbers.
os.environ["PTB_TIMEDELTA"] = "true"
