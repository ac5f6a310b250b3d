"""Reading: Document in, Article out. The entry is `bot.reading.article.read`."""
