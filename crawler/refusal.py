"""What the machine refuses, memory or a file, and what is said of it wherever it is met."""

NO_MEMORY = "no memory is left; raise the limit on it (ulimit -v), or ask for less at a time"


def refusal(error: Exception) -> str | None:
    """What the machine refused, in a line; None for an error that is another's."""
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "new thread" in str(error)):
        return NO_MEMORY
    if isinstance(error, OSError) and isinstance(error.filename, str) and error.strerror:
        return f"{error.filename}: {error.strerror}; name another file, or one that may be used"
    return None
