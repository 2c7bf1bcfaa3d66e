"""The house's own scrapy commands, one a file, under the file's name."""
