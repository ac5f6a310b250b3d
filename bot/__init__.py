"""Mujaz: Arabic news in, faithful English digests out."""

__version__ = "0.1.0"
