"""Stories on their way into the archive and out of it: which one a page tells, what has changed, what hangs on it."""
