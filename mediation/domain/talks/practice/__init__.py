"""Practice: invented firms and talks, played by the real rules against a scripted side, and scored."""
