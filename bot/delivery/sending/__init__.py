"""The way out: what is promised stands in the outbox, and one sender works it off."""
