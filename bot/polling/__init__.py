"""Looking at sources again and again, and reading what they have that is new."""
