"""Pages of a group's workers."""
