"""What the program does, for both faces: the command line and the terminal app."""
