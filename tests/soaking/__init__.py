"""``make soak``: an hour of crawling sites full of faults, with memory, open files and the books looked at."""
