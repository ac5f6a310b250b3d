"""Arabic: its script, spelling, clitics, numerals, dates and sentences."""
