"""When a chat gets a digest, and what stands in it."""
