"""Which of a page's blocks are the story: the classifier's verdicts, and what a story's shape says where they err."""
