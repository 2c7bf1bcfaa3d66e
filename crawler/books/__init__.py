"""A crawl's books: what is noted of the crawl and its visits, and what people are told of them meanwhile and after."""
