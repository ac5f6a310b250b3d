"""Dates and times: the names of months and days, clocks, zones, and the date a line states."""
