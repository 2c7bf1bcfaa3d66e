"""The reading room: Datasette over the database, with pages of the house in front of its own."""
