"""What is known of Arabic and English: data and pure functions.

A leaf that every room may import. It imports `bot.errors` and nothing else of ours. `lexicon`
reads the rule tables in `data/` and compares words by `arabic/`, which therefore knows no table:
what stands on tables is beside it.
"""
