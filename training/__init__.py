"""Teaching the embedded model: sets of pairs in, a model folder out. Not part of the package."""
