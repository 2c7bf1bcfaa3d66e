"""The Scrapy project: finds a site's articles, fetches them politely and files them in SQLite."""
