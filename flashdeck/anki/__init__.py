"""Anki packages, written and read without Anki."""
