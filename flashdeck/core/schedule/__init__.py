"""When a card comes back: pure functions of (state, grade, study day)."""
