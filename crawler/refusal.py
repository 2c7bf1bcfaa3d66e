"""What the machine refuses, memory or a file, and what is said of it wherever it is met."""

NO_MEMORY = "no memory is left; raise the limit on it (ulimit -v), or ask for less at a time"

_NO_TEXT = "surrogates not allowed"
"""What Python says of an argument whose bytes it could not decode, where it is to be written as text."""


def refusal(error: Exception) -> str | None:
    """What the machine refused, in a line; None for an error that is another's."""
    if isinstance(error, MemoryError) or (isinstance(error, RuntimeError) and "new thread" in str(error)):
        return NO_MEMORY
    if isinstance(error, OSError) and isinstance(error.filename, str) and error.strerror:
        return f"{error.filename}: {error.strerror}; name another file, or one that may be used"
    if isinstance(error, UnicodeEncodeError) and error.reason == _NO_TEXT:
        return f"{error.object[:100]!a}: bytes that are no text in UTF-8; write it in that encoding"
    return None
