"""English: its numerals, dates and stems."""
