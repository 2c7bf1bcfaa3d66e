"""What people type and read at a terminal: options and files checked, tables, lines without secrets."""
