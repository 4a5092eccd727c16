"""The deck format: parsing, writing, checking, and the cards that a deck shows."""
