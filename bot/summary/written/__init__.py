"""Summarisers that write: a model's lines, each held to the sentences it cites.

`author` is the seam to whoever writes, `brief` makes a brief of what holds and tells the rest by
the ladder of the extractive summariser. `chat` asks a chat model.
"""
