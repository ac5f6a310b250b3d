"""Fetching from the web without harm to this machine and without bother to others."""

from bot.sources.fetching.fetcher import Fetcher
from bot.sources.fetching.requests import (
    FEED,
    FILE,
    HTML,
    Fetched,
    FetchLimits,
    Request,
    Validators,
)

__all__ = ["FEED", "FILE", "HTML", "FetchLimits", "Fetched", "Fetcher", "Request", "Validators"]
