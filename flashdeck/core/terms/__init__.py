"""The names of anatomy as tables: structures, conditions, movements, look-alikes, spellings."""
