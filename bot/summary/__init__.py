"""Translation -> Brief: an article condensed, every point standing on its source sentences.

`bot.summary.summariser` is the seam: the table of the kinds there are.
"""
