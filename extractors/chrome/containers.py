"""The chrome rules, as data: containers that never hold a story's own text, whatever the theme around them.

A rule names boxes by simple selectors, ``tag``, ``.class`` or ``#id``. It is for markup that a program emits by itself
(WordPress core, Jetpack, a plugin, a service); what themes call their parts is evidence for the block classifier.
Plugins and services that several systems have are in ``services``. To add one, add a line, and a page that needs it
under ``tests/cases/html``.
"""

from __future__ import annotations

from extractors.chrome.rule import ChromeRule
from extractors.chrome.services import SERVICES

WORDPRESS = (
    ChromeRule(
        "wp-comment-form",
        "#respond #commentform #comment-form .comment-respond .wp-block-post-comments-form .comment-form",
        "WordPress's form to leave a comment",
    ),
    ChromeRule(
        "wp-comments",
        "#comments #commentlist .commentlist .comment-list .comments-area .wp-block-comments .wp-block-post-comments "
        ".wp-block-comments-query-loop .wp-block-comment-template .comments-title #comments-title .comment-reply-link "
        ".no-comments .nocomments .wp-block-latest-comments",
        "readers' comments under the post",
    ),
    ChromeRule(
        "wp-post-navigation",
        ".post-navigation .posts-navigation .nav-links .nav-previous .nav-next .nav-single #nav-above #nav-below "
        ".comment-navigation .wp-block-post-navigation-link .post-nav",
        "links to the posts before and after",
    ),
    ChromeRule(
        "wp-page-links",
        ".page-links .page-link .post-page-numbers .wp-link-pages .post-nav-links",
        "links to the other pages of the same post",
    ),
    ChromeRule(
        "wp-widget",
        ".widget-area .wp-widget-group__inner-blocks .widget_archive .widget_categories .widget_recent_entries "
        ".widget_meta "
        ".widget_recent_comments .widget_tag_cloud .widget_search .widget_calendar .widget_pages .widget_nav_menu "
        ".widget_rss .wp-block-archives .wp-block-categories .wp-block-tag-cloud .wp-block-latest-posts "
        ".wp-block-calendar .wp-block-loginout .wp-block-search",
        "a WordPress widget",
    ),
    ChromeRule(
        "wp-navigation",
        ".main-navigation .wp-block-navigation .menu-toggle .skip-link .wp-block-page-list #wpadminbar "
        ".nav-menu .site-branding #site-navigation",
        "the site's menu",
    ),
    ChromeRule("wp-screen-reader", ".screen-reader-text", "words for screen readers only"),
    ChromeRule(
        "wp-taxonomy",
        ".cat-links .tags-links .wp-block-post-terms .cat-tags-links .entry-utility .postmetadata",
        "the post's categories and tags",
    ),
    ChromeRule(
        "wp-post-fields",
        ".wp-block-post-author .wp-block-post-author-name .wp-block-post-date .wp-block-post-time-to-read",
        "the post's author and date",
    ),
    ChromeRule("wp-login-form", "#loginform .login-form #wp-login-form .post-password-form", "a login or password box"),
)

FIELDS = frozenset({"wp-taxonomy", "wp-post-fields"})
"""Rules for boxes that print what a post is filed by, beside labels."""

WORDPRESS_COM = (
    ChromeRule(
        "wpcom-comment-form",
        ".highlander-message #highlander_comment_form .comment-form-service .comment-form-fields "
        "#comment-form-load-service #comment-form-nascar #comment-form-identity #comment-form-comment "
        "#comment-form-guest #comment-form-subscribe #comment-form-share-text-padder",
        "WordPress.com's form to leave a comment",
    ),
    ChromeRule(
        "wpcom-follow",
        "#actionbar #bit .follow-bubble #follow-bubble .bit-follow .bubble-txt .reblog-subscribe .sd-reblog "
        ".wpl-follow-button #marketingbar .marketing-bar",
        "WordPress.com's follow and reblog bubbles",
    ),
    ChromeRule(
        "wpcom-likes",
        "#likes-other-gravatars #wpl-likebox .likes-widget-placeholder .post-likes-widget-placeholder .wpl-likebox "
        ".wpl-count .jetpack-likes-widget-wrapper .jetpack-likes-widget .sd-like .likes-text .comment-likes",
        "the likes bar",
    ),
    ChromeRule("wpcom-ads", ".wpadvert .wordads-ad-wrapper .wpcnt .atatags-dynamic-adunit", "WordPress.com's advert"),
)

JETPACK = (
    ChromeRule(
        "wp-sharing",
        ".sharedaddy .sd-sharing .sharing-hidden .sd-block .jp-sharing-buttons .wp-block-jetpack-sharing-buttons "
        ".sharing-anchor .robots-nocontent .sd-social",
        "Jetpack's sharing buttons",
    ),
    ChromeRule(
        "wp-related-posts", "#jp-relatedposts .jp-relatedposts .wp-block-jetpack-related-posts", "related posts"
    ),
    ChromeRule(
        "wp-subscribe",
        ".jetpack_subscription_widget .wp-block-jetpack-subscriptions .jetpack-subscribe-modal .subscribe-field "
        ".jp-subscribe-modal #subscribe-blog .jetpack-subscribe-overlay .wp-block-jetpack-subscriptions__container "
        ".wp-block-jetpack-mailchimp .jetpack-subscribe-paragraph",
        "a box to subscribe by mail",
    ),
)

SYSTEMS = (
    ChromeRule("joomla-info", ".article-info .pagenav .article-info-term", "Joomla's lines about the article"),
    ChromeRule(
        "drupal-info", ".node__submitted .node__links .comment-forbidden .submitted", "Drupal's lines about the node"
    ),
    ChromeRule(
        "bbpress-lines",
        ".bbp-template-notice .bbp-breadcrumb .bbp-header .bbp-reply-header .bbp-reply-author .bbp-topic-tags "
        ".bbp-pagination .bbp-topic-meta .bbp-reply-form .bbp-topic-form .bbp-no-reply",
        "bbPress's lines about a topic and who wrote in it",
    ),
    ChromeRule(
        "tumblr-notes", ".with_commentary .without_commentary", "Tumblr's notes of who liked and shared the post"
    ),
    ChromeRule(
        "livejournal-currents", ".b-singlepost-metainfo .lj-currents", "LiveJournal's lines on mood, music and place"
    ),
    ChromeRule(
        "events-calendar",
        ".tribe-events-event-meta .tribe-events-notices .tribe-events-back .tribe-events-sub-nav "
        ".tribe-events-cal-links .tribe-events-schedule",
        "a calendar's lines about an event",
    ),
    ChromeRule(
        "gnuboard-lines",
        "#bo_vc #bo_vc_w #bo_v_info #bo_v_share .bo_v_nb .sound_only",
        "Gnuboard's lines about a post, and readers' comments under it",
    ),
    ChromeRule(
        "bip-record",
        ".metryka .metryczka #metryka #metryczka",
        "the record of a public notice that Polish offices print: who made it, who published it, how often it was read",
    ),
    ChromeRule(
        "mediawiki-lines",
        "#siteSub #contentSub #jump-to-nav .printfooter .catlinks .mw-portlet .mw-jump-link",
        "MediaWiki's menus and its lines about a page",
    ),
    ChromeRule("dokuwiki-lines", ".docInfo .pageId", "DokuWiki's name of a page, and who changed it when"),
    ChromeRule("typo3-back", ".news-backlink-wrap", "TYPO3's link back to the list"),
    ChromeRule(
        "blogger-footer", ".post-footer .blog-pager .post-share-buttons-bottom", "Blogger's lines under the post"
    ),
)

CAPTION = ChromeRule(
    "caption", "figcaption .wp-caption-text .gallery-caption .wp-element-caption", "a picture's caption"
)

FORMS = (
    ChromeRule("search-form", "search .search-form #searchform", "a search box"),
    ChromeRule("dialog", "dialog", "a dialog"),
)

DISCUSSION = ChromeRule("discussion", "", "readers' comments or the form to leave one")
FIELD_LABEL = ChromeRule("field-label", "", "labels the post's author, date, categories or tags")
LINES = ChromeRule("line", "", "a copyright line, a list of links, or of author and date")
FORM = ChromeRule("form", "", "a form to subscribe or to log in")
CONSENT = ChromeRule("consent", "", "asks to agree to cookies or tracking")
SECOND_COPY = ChromeRule("second-copy", "", "says again what the story says")
RELATED = ChromeRule("related", "", "cards of other stories under a heading that says so")
APPEAL = ChromeRule("appeal", "", "asks the reader for something, in a box of its own")

RULES: tuple[ChromeRule, ...] = (*WORDPRESS_COM, *WORDPRESS, *JETPACK, *SYSTEMS, *SERVICES, CAPTION, *FORMS)
"""All rules; where two match one box the first counts."""
