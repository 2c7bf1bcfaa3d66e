"""Questions that people ask, as views with names; the comments are their lines in docs/schema.md."""

from __future__ import annotations

from crawler.storage.reprints.syndication_tables import SYNDICATION_VIEWS
from crawler.storage.search.matches_tables import MATCHES_VIEW
from crawler.storage.search.pairs import SEARCHED_VIEW
from crawler.storage.sites.conditions import CONDITION_VIEWS


def _names(table: str, singular: str) -> str:
    """The names linked to ``articles.id``, in the story's order, joined with commas."""
    return f"""(SELECT group_concat(name, ', ') FROM (
    SELECT {table}.name FROM article_{table} AS link JOIN {table} ON {table}.id = link.{singular}_id
    WHERE link.article_id = articles.id ORDER BY link.position))"""


def _stories_by(table: str, singular: str) -> str:
    return f"""SELECT -- How much each of the {table} stands for
  {table}.name AS name, -- The name
  counted.articles AS articles, -- Stories
  counted.words AS words, -- Words in them
  counted.first_published_at AS first_published_at, -- The earliest
  counted.last_published_at AS last_published_at -- The latest
FROM {singular}_counts AS counted JOIN {table} ON {table}.id = counted.{singular}_id"""


def _changes(title: str, columns: str, condition: str) -> str:
    """What the rows of ``story_changes`` tell for which ``condition`` holds."""
    return f"SELECT -- {title}\n{columns}\nFROM story_changes WHERE {condition}"


# A form that an archive brought later may be older than one filed before it: the site's own date comes first.
_ORDER = "min({form}.filed_at, coalesce({form}.modified_at, {form}.filed_at)), {form}.id"
_NEXT_FORM = f"""SELECT later.id FROM revisions AS later WHERE later.article_id = earlier.article_id
      AND ({_ORDER.format(form="later")}) > ({_ORDER.format(form="earlier")})
    ORDER BY {_ORDER.format(form="later")} LIMIT 1"""

CHANGES = {
    "story_changes": f"""SELECT -- What became of each earlier form of a story
  articles.id AS article_id, -- The story
  articles.site AS site, -- The site
  articles.url AS url, -- The story's address
  earlier.replaced_at AS changed_at, -- When the change was found
  earlier.modified_at AS old_modified_at, -- When the site said before that it was last changed
  iif(later.id, later.modified_at, articles.modified_at) AS modified_at, -- What it said then
  earlier.headline AS old_headline, -- The headline before
  iif(later.id, later.headline, articles.headline) AS headline, -- The headline then
  earlier.text AS old_text, -- The text before
  iif(later.id, later.text, articles.text) AS text, -- The text then
  earlier.text_hash <> iif(later.id, later.text_hash, articles.text_hash) AS text_changed, -- 1 where the text differs
  earlier.reread AS reread -- 1 where its page was read otherwise, 0 where its site changed it; empty: nobody can tell
FROM revisions AS earlier JOIN articles ON articles.id = earlier.article_id
  LEFT JOIN revisions AS later ON later.id = ({_NEXT_FORM})""",
    "headline_changes": _changes(
        "Headlines that were changed",
        """  site AS site, -- The site
  url AS url, -- The story's address
  changed_at AS changed_at, -- When the change was found
  old_headline AS old_headline, -- The headline before
  headline AS headline, -- The headline then
  text_changed AS text_changed -- 1 where the text was changed with it""",
        "old_headline IS NOT headline AND reread = 0",
    ),
    "silent_edits": _changes(
        "Texts that were changed while the site's date of change stayed as it was; scrapy diff shows the sentences",
        """  article_id AS article_id, -- The story
  site AS site, -- The site
  url AS url, -- The story's address
  changed_at AS changed_at, -- When the change was found
  modified_at AS modified_at, -- When the site says it was last changed; empty where it never says so
  headline AS headline, -- The headline then
  old_text AS old_text, -- The text before
  text AS text -- The text then""",
        "text_changed AND old_modified_at IS modified_at AND reread = 0",
    ),
    "deletions": """SELECT -- Stories that their sites have removed; their last texts are kept
  id AS article_id, -- The story
  site AS site, -- The site
  url AS url, -- The story's address
  headline AS headline, -- The headline
  byline AS byline, -- The authors
  published_at AS published_at, -- When it was published
  gone_at AS gone_at, -- When it was first found to be gone
  words AS words -- Words in the text that is kept
FROM articles WHERE gone_at IS NOT NULL""",
}

VIEWS = {
    "articles_readable": f"""SELECT -- One row a story, with what is linked to it written out
  articles.id AS id, -- As in articles
  articles.site AS site, -- The site
  articles.url AS url, -- The story's address
  articles.headline AS headline, -- The headline
  articles.dek AS dek, -- The standfirst
  {_names("authors", "author")} AS byline, -- The authors
  articles.dateline AS dateline, -- The place it is filed from
  articles.published_at AS published_at, -- When it was published
  articles.modified_at AS modified_at, -- When the site last changed it
  {_names("categories", "category")} AS categories, -- Its categories
  {_names("tags", "tag")} AS tags, -- Its tags
  articles.language AS language, -- Language code
  articles.outcome AS outcome, -- article, media or paywalled
  coalesce(json_extract(articles.sources, '$.text'), 'page') AS origin, -- Where text is: page, json-ld, wordpress, feed
  articles.words AS words, -- Words in text
  (SELECT count(*) FROM removed_blocks WHERE article_id = articles.id) AS removed, -- Blocks removed from the page
  (SELECT count(*) FROM revisions WHERE article_id = articles.id) AS revisions, -- Earlier forms that are kept
  articles.gone_at AS gone_at, -- When the site removed it
  articles.extractor AS extractor, -- The version of the extractor that read the page
  articles.rules AS rules, -- The version of the rules that it went by
  articles.text AS text -- The story
FROM articles""",
    "site_stories": """SELECT -- What is filed of each site
  site AS site, -- The site
  sum(articles) AS articles, -- Stories
  sum(words) AS words, -- Words in them
  sum(iif(outcome = 'media', articles, 0)) AS media, -- Stories with no text of their own
  sum(iif(outcome = 'paywalled', articles, 0)) AS paywalled, -- Stories of which the page shows a part
  sum(iif(month = '', articles, 0)) AS undated, -- Stories whose page gives no date
  sum(gone) AS gone, -- Stories that the site has removed since
  sum(revised) AS revised, -- Stories with earlier forms
  (SELECT min(published_at) FROM articles WHERE articles.site = counted.site) AS first_published_at, -- The earliest
  (SELECT max(published_at) FROM articles WHERE articles.site = counted.site) AS last_published_at, -- The latest
  max(last_filed_at) AS last_filed_at -- When something of it last changed here
FROM story_counts AS counted GROUP BY site""",
    "articles_per_month": """SELECT -- How many stories each site published in each month: gaps show here
  site AS site, -- The site
  nullif(counted.month, '') AS month, -- As in 2024-05; empty where the page gives no date
  sum(articles) AS articles -- Stories
FROM story_counts AS counted GROUP BY site, counted.month""",
    "coverage_gaps": """SELECT -- Months without a story of a site between months with some: holes or pauses
  site AS site, -- The site
  strftime('%Y-%m', month || '-01', '+1 month') AS first_month, -- The first month without, as in 2024-05
  strftime('%Y-%m', next || '-01', '-1 month') AS last_month, -- The last one
  months AS months -- How many they are
FROM (
  SELECT site, month, next,
    12 * (substr(next, 1, 4) - substr(month, 1, 4)) + substr(next, 6, 2) - substr(month, 6, 2) - 1 AS months
  FROM (
    SELECT site, month, lead(month) OVER (PARTITION BY site ORDER BY month) AS next
    FROM (SELECT DISTINCT site, month FROM story_counts WHERE month <> '')
  )
) WHERE months > 0""",
    "articles_by_author": _stories_by("authors", "author"),
    "articles_by_category": _stories_by("categories", "category"),
    "articles_by_tag": _stories_by("tags", "tag"),
    "revisions_readable": """SELECT -- What changed in stories after they were first filed
  articles.url AS url, -- The story's address
  revisions.filed_at AS filed_at, -- When the earlier form was filed
  revisions.replaced_at AS replaced_at, -- When it was replaced
  revisions.headline AS old_headline, -- Its headline
  articles.headline AS headline, -- The headline now
  revisions.text AS old_text, -- Its text
  articles.text AS text -- The text now
FROM revisions JOIN articles ON articles.id = revisions.article_id""",
    **CHANGES,
    "removed_readable": """SELECT -- Every block that was removed, with the story it was removed from
  articles.site AS site, -- The site
  articles.url AS url, -- The story's address
  removed_blocks.position AS position, -- Its place among the story's removed blocks
  removed_blocks.rule AS rule, -- What removed it
  removed_blocks.reason AS reason, -- Why
  removed_blocks.text AS text -- The block's words
FROM removed_blocks JOIN articles ON articles.id = removed_blocks.article_id""",
    "removed_by_rule": """SELECT -- How much each rule removed, and from how many stories
  rule AS rule, -- The rule
  blocks AS blocks, -- Blocks it removed
  articles AS articles, -- Stories it removed something from
  characters AS characters, -- Characters it removed
  (SELECT substr(text, 1, 80) FROM removed_blocks WHERE removed_blocks.rule = rule_counts.rule
    LIMIT 1) AS example -- The beginning of one of the blocks
FROM rule_counts""",
    "url_states": """SELECT -- What became of the addresses known, with the reasons
  site AS site, -- The site
  state AS state, -- pending, leased, done, skipped, failed, gone
  nullif(outcome, '') AS outcome, -- What the last attempt found
  nullif(reason, '') AS reason, -- Why it ended so
  urls AS urls, -- Addresses
  (SELECT url FROM urls WHERE urls.site = counted.site AND urls.state = counted.state
    AND urls.outcome IS nullif(counted.outcome, '') AND urls.reason IS nullif(counted.reason, '')
    LIMIT 1) AS example -- One of them
FROM url_counts AS counted""",
    "coverage_losses": """SELECT -- Why addresses that are known have no story filed
  site AS site, -- The site
  state AS state, -- pending, skipped, failed, gone
  iif(outcome = '', 'not tried yet', outcome) AS cause, -- What the last attempt found: a kind of page, or what hindered
  sum(urls) AS urls, -- Addresses
  nullif(min(reason), '') AS reason, -- The reason given for one of them
  (SELECT url FROM urls WHERE urls.site = counted.site AND urls.state = counted.state
    AND urls.outcome IS nullif(counted.outcome, '') LIMIT 1) AS example -- One of them
FROM url_counts AS counted WHERE state <> 'done' GROUP BY site, state, outcome""",
    # CROSS keeps SQLite from walking all visits to find the last one of each site.
    "site_health": """SELECT -- The last visit to each site, those that were cut off left out
  last.site AS site, -- The site
  last.crawl_id AS crawl_id, -- The crawl that made it
  last.started_at AS visited_at, -- When it began
  last.ended_at AS ended_at, -- When it ended
  last.healthy AS healthy, -- 1 where it did its work, 0 where it could not
  last.reason AS reason, -- Why it ended: finished, a budget that was used up, or what went wrong
  (SELECT count(*) FROM visits AS others
    WHERE others.site = last.site AND others.ended_at IS NOT NULL AND others.crawl_id > coalesce(
      (SELECT crawl_id FROM visits AS good WHERE good.site = last.site AND good.healthy
        ORDER BY crawl_id DESC LIMIT 1), 0)
  ) AS failures, -- How many visits in a row could not do their work, up to this one
  last.source AS source, -- How its addresses were found
  last.fetched AS fetched, -- Pages that were answered
  last.new AS new, -- Stories that were filed for the first time
  last.revised AS revised, -- Stories that were found changed
  site_conditions.state AS state, -- How its pages read
  site_conditions.since AS state_since, -- Since when they do
  site_conditions.reason AS state_reason, -- What was found
  lastmod_trust.doubted_since AS lastmod_doubted_since -- Since when its lastmod is not believed to tell of changes
FROM sites CROSS JOIN visits AS last ON last.site = sites.name AND last.crawl_id = (
  SELECT crawl_id FROM visits AS ended WHERE ended.site = sites.name AND ended.ended_at IS NOT NULL
  ORDER BY crawl_id DESC LIMIT 1)
  LEFT JOIN site_conditions ON site_conditions.site = sites.name
  LEFT JOIN lastmod_trust ON lastmod_trust.site = sites.name""",
    "site_coverage": """SELECT -- How much of each site is filed
  site AS site, -- The site
  sum(urls) AS known, -- Addresses known
  sum(fetched) AS fetched, -- Fetched at least once
  round(1.0 * sum(fetched) / sum(urls), 4) AS share, -- The share of those known that were fetched, 0 to 1
  sum(iif(state = 'done', urls, 0)) AS done, -- Filed
  sum(iif(state IN ('pending', 'leased'), urls, 0)) AS pending, -- Still to be fetched
  sum(iif(state = 'skipped', urls, 0)) AS skipped, -- No story in them, or not ours to fetch
  sum(iif(state = 'failed', urls, 0)) AS failed, -- Given up
  sum(iif(state = 'gone', urls, 0)) AS gone, -- Removed by the site
  (SELECT coalesce(sum(articles), 0) FROM story_counts AS stories
    WHERE stories.site = counted.site) AS articles, -- Stories filed
  nullif(max(last_fetched_at), '') AS last_fetched_at -- The latest fetch
FROM url_counts AS counted GROUP BY site""",
    "site_agreement": """SELECT -- How far extraction from pages agrees with the copy that the site itself hands out
  site AS site, -- The site
  crawl_id AS crawl_id, -- The crawl that compared
  count(*) AS pages, -- Pages compared
  round(avg(f1), 4) AS f1, -- Mean word F1, 0 to 1
  round(avg(precision), 4) AS precision, -- Mean share of the pages' words that the copies have
  round(avg(recall), 4) AS recall, -- Mean share of the copies' words that the pages have
  round(min(f1), 4) AS worst_f1 -- The word F1 of the page that agrees least
FROM agreements GROUP BY site, crawl_id""",
    "crawl_summary": """SELECT -- What each run brought
  id AS id, -- As in crawls
  spider AS spider, -- The spider's name
  started_at AS started_at, -- When it began
  ended_at AS ended_at, -- When it ended
  reason AS reason, -- Why it ended
  unixepoch(ended_at) - unixepoch(started_at) AS seconds, -- How long it took
  (SELECT count(*) FROM articles WHERE filed_by = crawls.id) AS new, -- Stories it brought
  (SELECT count(*) FROM revisions WHERE replaced_by = crawls.id) AS revised -- Stories it found changed
FROM crawls""",
    **CONDITION_VIEWS,
    **SYNDICATION_VIEWS,
    "matches_readable": MATCHES_VIEW,
    "articles_searched": SEARCHED_VIEW,
}
