"""What every room that writes HTML, JSON or a terminal's text needs, once.

What is shown, and in which words, is the rooms' own: here is only how a format wants it.
"""
