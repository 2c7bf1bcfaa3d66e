"""What a site's pages have taught about its next ones, and whether they still read as they did."""
