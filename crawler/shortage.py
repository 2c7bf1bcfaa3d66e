"""Memory that is short: how it is known, and what is said of it."""

NO_MEMORY = "no memory is left; raise the limit on it (ulimit -v), or ask for less at a time"


def is_shortage(error: BaseException) -> bool:
    """Whether the machine had no memory left, for an object or for another thread."""
    return isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "new thread" in str(error))
