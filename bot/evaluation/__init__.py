"""Engines measured on a test set: scores, speed, memory, and what the checks say."""
