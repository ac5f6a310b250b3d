"""The published tiny model and its hub, for engines that run it."""

from tests.translation.model_store.conftest import answers, hub, published, settings  # noqa: F401
