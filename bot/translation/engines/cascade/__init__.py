"""Several engines in an order: a fast one for all, better ones for what it gets wrong."""

CASCADE = "cascade"
"""Its name in `translation.engine`."""
