"""Parts of the database as files of their own: cut out, followed as they change, taken home."""
