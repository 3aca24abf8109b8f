"""Spreadsheets in and out: `reading` opens foreign files in a child process within limits, `writing` makes our own."""
