"""``python -m flashdeck`` is ``flashdeck``."""

from flashdeck.cli import main

if __name__ == "__main__":
    main()
