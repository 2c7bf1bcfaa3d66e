"""Measurements: run by hand, beside what they are compared with, never part of the product."""
