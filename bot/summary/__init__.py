"""Translation -> Brief: an article condensed, every point standing on its source sentences.

`bot.summary.summarise` is the door, `bot.summary.summariser` the seam.
"""
