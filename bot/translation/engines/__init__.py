"""The engines that translate, a folder each, and the seam they stand behind.

`translator` says what an engine is; `registry` has the table of them and finds those of other
packages; `cascade` asks several in an order. What several engines need stands beside them.
"""
