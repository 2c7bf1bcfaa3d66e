"""The chrome rules, as data: containers that never hold a story's own text, whatever the theme around them.

A rule names boxes by simple selectors, ``tag``, ``.class`` or ``#id``. It is for markup that a program emits by itself
(WordPress core, Jetpack, a plugin, a service); what themes call their parts is evidence for the block classifier.
To add one, add a line here and a page that needs it under ``tests/cases/html``.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ChromeRule:
    """A named container of chrome: its ``selectors``, separated by spaces, and the ``reason`` a reader is given."""

    name: str
    selectors: str
    reason: str


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
    ChromeRule("typo3-back", ".news-backlink-wrap", "TYPO3's link back to the list"),
    ChromeRule(
        "blogger-footer", ".post-footer .blog-pager .post-share-buttons-bottom", "Blogger's lines under the post"
    ),
)

SERVICES = (
    ChromeRule(
        "comment-service",
        "#disqus_thread #fb-comments .fb-comments #isso-thread .hyvor-talk .giscus .utterances .gh-comments "
        "#blog-comments #comment-holder #comments-block .js-commento #commento #coral_thread .blogger-comments "
        "#wpdcom",
        "a comment service",
    ),
    ChromeRule(
        "share-service",
        ".addtoany_share_save_container .addtoany_content .a2a_kit .addthis_toolbox .shareaholic-canvas "
        ".heateor_sss_sharing_container "
        ".social-warfare .swp_social_panel .essb_links .ssba .simplesocialbuttons .mashsb-container "
        ".post-share-buttons "
        ".sfsi_Sicons .apss-social-share .novashare-inline .dpsp-content-wrapper .wp_ulike .td-post-sharing "
        ".et_social_inline .monarch .share-buttons-container .tptn_counter .shariff .fb-like .twitter-share-button",
        "buttons to share the story",
    ),
    ChromeRule(
        "related-service",
        ".yarpp .yarpp-related #crp_related .crp_related .outbrain .OUTBRAIN .trc_related_container "
        ".rp4wp-related-posts "
        ".wp_rp_wrap .zergnet-widget .taboola .taboola-container .related_post_title .ctx-module-container "
        ".contextly-related-links",
        "links to other stories",
    ),
    ChromeRule(
        "newsletter-service",
        "#mc_embed_signup .mc4wp-form .mailpoet_form .wp-block-mailpoet-subscription-form .tnp .tnp-subscription "
        ".convertkit-form .formkit-form .sib_signup_form .ml-form-embedWrapper .optin-monster .gh-subscribe "
        ".kg-signup-card .subscription-widget-wrap .subscription-widget-wrap-editor .newsletter-block "
        ".newsletter-form-wrapper",
        "a newsletter box",
    ),
    ChromeRule(
        "consent-service",
        "#cookie-notice #cookie-law-info-bar .cli-modal #cmplz-cookiebanner-container .cmplz-cookiebanner "
        ".cmplz-soft-cookiewall "
        "#onetrust-consent-sdk #onetrust-banner-sdk #CybotCookiebotDialog #usercentrics-root #qc-cmp2-container "
        "#didomi-host #BorlabsCookieBox #moove_gdpr_cookie_info_bar #moove_gdpr_cookie_modal .gdpr-cookie-notice "
        "#eu-cookie-law .eu-cookie-law-widget .cky-consent-container .cky-modal .cc-window #truste-consent-track",
        "a cookie notice",
    ),
    ChromeRule(
        "toc-plugin",
        "#toc_container #ez-toc-container .ez-toc-container .lwptoc .rank-math-toc .wp-block-rank-math-toc-block "
        ".wp-block-yoast-seo-table-of-contents .kb-table-of-content-nav",
        "the contents list",
    ),
    ChromeRule(
        "recipe-plugin",
        ".wprm-recipe-rating .wprm-recipe-print .wprm-recipe-jump .wprm-recipe-pin .wprm-call-to-action "
        ".tasty-recipes-rating .tasty-recipes-print-button .tasty-recipes-jump-link .mv-create-reviews",
        "a recipe plugin's stars and buttons",
    ),
    ChromeRule(
        "rating-plugin",
        ".kk-star-ratings .kksr-legend .post-ratings .yasr-visitor-votes .yasr-overall-rating .rmp-widgets-container "
        ".rmp-rating-widget .post-views .pvc_stats .taglib-ratings",
        "a plugin's stars, or its count of readers",
    ),
    ChromeRule(
        "poll-plugin",
        ".wp-polls .totalpoll-wrapper .yop-poll-container .crowdsignal-forms-poll .wp-block-crowdsignal-forms-poll "
        ".PDS_Poll .pds-box .opinionstage-widget .forminator-poll",
        "a poll",
    ),
    ChromeRule(
        "author-box",
        ".saboxplugin-wrap .pp-multiple-authors-boxes-wrapper .author-box-wrap .abh_box .molongui-author-box "
        ".wp-block-post-author-biography .ts-fab-wrapper .m-a-box .author-info .author-bio",
        "a box about the author",
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
