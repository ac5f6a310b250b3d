"""The translation engine that runs Firefox's own models, through the package fxtranslate."""
