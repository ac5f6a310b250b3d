"""Shared by all tests."""

from __future__ import annotations

import os

from hypothesis import settings

# The same examples in every run, so that a red run is red again; new ones are searched for with
# HYPOTHESIS_PROFILE=search. No deadline: a test never asserts on timing.
settings.register_profile("repeatable", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))
