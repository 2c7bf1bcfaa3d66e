"""What readers said under a story, as text to read: answers set in below what they answer."""

from __future__ import annotations

from collections import defaultdict
from textwrap import indent

from crawler.console.counting import counted
from crawler.storage.stories.story import Comment, Story

DEEPEST = 8
"""Steps that an answer is set in, at most."""


def discussion(story: Story) -> str:
    """The comments on a story; one line where there are none."""
    if not story["comments"]:
        return "No comments are kept; with -s COMMENTS=True a crawl keeps them."
    answers = defaultdict[int | None, list[Comment]](list)
    for comment in story["comments"]:
        answers[comment["parent_id"]].append(comment)
    told, waiting = list[str](), [(each, 0) for each in reversed(answers[None])]
    while waiting:
        comment, depth = waiting.pop()
        told.append(indent(_told(comment), "    " * min(depth, DEEPEST)))
        waiting += [(each, depth + 1) for each in reversed(answers[comment["id"]])]
    return "\n\n".join([f"{counted(len(story['comments']), 'comment')}:", *told])


def _told(comment: Comment) -> str:
    signed = ", ".join(part for part in (comment["author"], (comment["published_at"] or "")[:16]) if part)
    return f"[{' '.join(signed.split())}]\n{comment['text']}"
