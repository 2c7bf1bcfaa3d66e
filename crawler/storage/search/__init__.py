"""Finding stories: the index over their words, which of them answer and in what order, queries that are saved."""
