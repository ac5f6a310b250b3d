"""Models from a model hub: looked up, downloaded, checked, converted, and kept."""
