"""Pages as their servers sent them: kept once each, taken along, read again."""
