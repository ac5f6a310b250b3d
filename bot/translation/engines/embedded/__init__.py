"""The translation engine that comes with Mujaz: a model in the package, built on first use."""
