"""What readers say under a story: found, so that none of it is taken for the story, and read on request."""
