"""Questions to the database and their answers: search, stories, changes, exports, imports."""
