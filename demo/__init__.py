"""The demonstration: a sample news site of the project's own, served on loopback and crawled for real."""
