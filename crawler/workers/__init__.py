"""Reads pages in processes of their own, which may die of one without harm to the others."""
