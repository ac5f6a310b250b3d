"""What stores articles is proved on both databases."""

from tests.store.conftest import postgres, store, url

__all__ = ["postgres", "store", "url"]
