"""Feeds and channels: bytes that list articles become entries. No network here."""
