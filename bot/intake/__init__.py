"""How an article enters the store, whoever brings it: a feed, a link, a chat, another system."""
