"""The marks that sentences end with, in the scripts that news is written in."""

FULL_STOPS = tuple(".。｡।॥۔։።။។")
"""The marks of a statement: what a headline does not end with, though it may ask or call."""

STOPS = (*FULL_STOPS, *"!?！？؟՞")
"""The marks that a sentence ends with."""

CLOSED = (*STOPS, *'"”“»」』')
"""The same, and the quotation marks that close what somebody says."""
