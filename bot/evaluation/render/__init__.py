"""An evaluation shown: terminal, JSON, one HTML page."""
