"""Briefs -> Digest: same-story grouping, ranking and composition; rendering in `render/`.

`bot.digest.composition.compose` is the door.
"""
