"""What this process has done since it began, counted for Prometheus.

Labels are words of ours from short lists: never a name, an address, an id or a text. What the
database knows for all processes together is counted there, when somebody asks
(bot/store/vitals.py).
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector

REGISTRY = CollectorRegistry()
"""Ours alone: a library's default registry may hold what a plugin adds."""
ProcessCollector(registry=REGISTRY)

_SECONDS = (0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
_DELIVERY_SECONDS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600)

TAKEN = Counter(
    "mujaz_articles_taken",
    "Articles that came in, by way (feed, submission, chat) and whether they were new.",
    ("way", "outcome"),
    registry=REGISTRY,
)
REFUSED = Counter(
    "mujaz_articles_refused", "Articles that were refused, by way.", ("way",), registry=REGISTRY
)
POLLS = Counter(
    "mujaz_polls", "Looks at sources, by what came of them.", ("outcome",), registry=REGISTRY
)
STAGE_SECONDS = Histogram(
    "mujaz_stage_seconds",
    "Time that one step took of one thing: poll, entry, translate, brief, write, compose, send.",
    ("stage",),
    buckets=_SECONDS,
    registry=REGISTRY,
)
STAGE_FAILURES = Counter(
    "mujaz_stage_failures",
    "Steps that ended in an error, those that gave way to others included.",
    ("stage",),
    registry=REGISTRY,
)
WORDS = Counter(
    "mujaz_words_translated", "Arabic words of sentences that were translated.", registry=REGISTRY
)
SENTENCES = Counter(
    "mujaz_sentences_translated",
    "Sentences that were translated, by how they are shown: plain, doubtful, withheld.",
    ("standing",),
    registry=REGISTRY,
)
SENDS = Counter(
    "mujaz_sends",
    "Messages of the outbox that were handed to Telegram, by priority and what came of it.",
    ("priority", "outcome"),
    registry=REGISTRY,
)
FLOODS = Counter(
    "mujaz_telegram_floods", "Answers 429 of Telegram, to whatever was sent.", registry=REGISTRY
)
DELIVERY_SECONDS = Histogram(
    "mujaz_delivery_seconds",
    "From the promise of a message to Telegram's receipt, by priority.",
    ("priority",),
    buckets=_DELIVERY_SECONDS,
    registry=REGISTRY,
)
