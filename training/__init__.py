"""Development tools: what the data and the model under ``extractors/data`` are made with."""
