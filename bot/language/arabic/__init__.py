"""Arabic as it is written: script, spelling, clitics, quotations and sentences."""
