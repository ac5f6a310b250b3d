"""Teaching the embedded model further, and fitting what rests on it. Not in the package."""
