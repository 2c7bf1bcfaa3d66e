"""Feeds what reads strangers' documents with broken and invented ones, and holds it to what must hold of any.

A case is a target's name and a number: it makes the same document each time. ``make fuzz`` runs many of
them; the document of one that fails is kept in ``tests/cases/fuzz`` and tried with every run of the tests.
"""
