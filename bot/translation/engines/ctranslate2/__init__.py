"""The translation engine that runs models from a hub with CTranslate2, without torch."""
