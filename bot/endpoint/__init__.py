"""The optional HTTP endpoint where other systems push articles: `mujaz[endpoint]`."""
