"""Files on disk: decks, sources, media, and writing them whole or not at all."""
