"""Pure domain code: no input or output, no clock, no global random numbers."""
