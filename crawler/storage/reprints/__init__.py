"""Which stories ran in several places, by the runs of words that their texts share."""
