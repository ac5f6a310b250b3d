"""The translation engine that runs models natively with torch and transformers."""
