"""What a crawl does with what a site's pages have taught: has it at hand, holds back by it, reads the first anew."""
