"""A page made ready for judgement: segmented, its known chrome set aside, what it says of itself read."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.chrome.finding import find_chrome
from extractors.chrome.lines import is_copyright
from extractors.chrome.rule import ChromeRule
from extractors.classifier.headlineplace import headline_place
from extractors.classifier.said import Said, read_said
from extractors.page.blocks import Block, Box
from extractors.page.parsing import Page
from extractors.page.segmenting import segment
from extractors.page.survey import Survey, survey
from extractors.site.rules import NO_RULES, Choices, Ruled, SiteRules, apply_rules, tells_lines_apart


@dataclass(frozen=True, slots=True)
class Prepared:
    """The blocks of a page, sorted.

    ``everything`` holds all of them in order, ``ruled`` those that a rule settles, ``blocks`` those still to be judged;
    ``site`` is what the rules of the page's site settle, ``address`` where the page was read.
    """

    everything: list[Block]
    blocks: list[Block]
    boxes: list[Box]
    ruled: dict[Block, ChromeRule]
    said: Said
    headline: int
    survey: Survey
    site: Ruled
    address: str | None


def prepare(page: Page, rules: SiteRules = NO_RULES, *, menus: bool = True) -> Prepared:
    """The page's blocks, split into those that a rule settles and those to be judged.

    Without ``menus`` each line of a menu is a block: what the classifier learns from.
    """
    said = read_said(page)
    everything, boxes = segment(page.tree, said.title, menus=menus)
    choices = Choices(rules, page.tree)
    if menus and any(block.items and tells_lines_apart(choices, block) for block in everything):
        everything, boxes = segment(page.tree, said.title, menus=False)
    headline = headline_place(everything, said.title)
    if headline >= 0 and is_copyright(everything[headline].text):
        headline = -1
    surveyed = survey(everything, boxes, headline)
    site = apply_rules(choices, everything)
    ruled = {block: rule for block, rule in (find_chrome(surveyed) | site.removed).items() if block not in site.kept}
    blocks = [block for block in everything if block not in ruled]
    place = blocks.index(everything[headline]) if headline >= 0 and everything[headline] not in ruled else -1
    return Prepared(everything, blocks, boxes, ruled, said, place, surveyed, site, page.url)
