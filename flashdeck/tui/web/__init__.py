"""The app in a browser: the same app behind a small web server."""
