"""The queue is on PostgreSQL."""

from tests.store.conftest import postgres, queued, queued_store, store, url

__all__ = ["postgres", "queued", "queued_store", "store", "url"]
