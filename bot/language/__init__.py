"""What is known of Arabic and English: data and pure functions.

A leaf that every room may import. It imports `bot.errors` and nothing else of ours.
"""
