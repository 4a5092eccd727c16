"""Judging a typed answer: what anatomy forgives, and what it never does."""
