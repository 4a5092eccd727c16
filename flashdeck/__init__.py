"""flashdeck: from an anatomy article to flashcards that you still know a month later."""

__version__ = "0.1.0"
