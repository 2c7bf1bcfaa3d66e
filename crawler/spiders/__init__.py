"""The spiders: they choose addresses and hand pages on. To add one, subclass ``base.LedgerSpider``."""
