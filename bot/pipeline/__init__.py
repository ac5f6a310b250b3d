"""The one place that knows the order of the rooms, and what runs them over stored articles."""
