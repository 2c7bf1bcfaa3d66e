"""The Scrapy project: finds a site's articles, fetches them politely and files them in SQLite."""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Loading numpy starts threads for linear algebra, of which there is none here: they take a process .1 s of CPU.
