"""Finds the addresses of a site's articles. A source is one module with one async generator, listed in ``chain``.

Nothing is imported here: worker processes read documents by modules of this package, and are spared the rest of it.
"""
