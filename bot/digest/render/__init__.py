"""Digest -> text of one format.

`layout` decides what is shown and in which order, once for all; `terminal`, `telegram` and
`markdown` only set it in their own signs, and `json` gives the same and the evidence. The
table of them is in `renderers`. Nothing here writes, sends or decides what a story is.
"""
