"""What a page turned out to be: an article, or one of the things that are served in place of one."""
