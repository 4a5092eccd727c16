"""Pieces that more than one screen uses, or that are worth a file of their own."""
