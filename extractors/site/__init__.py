"""What is known of a page's site: the rules that somebody wrote for it, and what its other pages have taught."""
