"""From article text to facts and cards."""
