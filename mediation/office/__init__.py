"""What the station does, one subject a file."""
