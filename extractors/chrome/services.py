"""The chrome rules of plugins and of services, as data: boxes that a site's owner adds to whatever system it has."""

from __future__ import annotations

from extractors.chrome.rule import ChromeRule

READERS = (
    ChromeRule(
        "comment-service",
        "#disqus_thread #fb-comments .fb-comments #isso-thread .hyvor-talk .giscus .utterances .gh-comments "
        "#blog-comments #comment-holder #comments-block .js-commento #commento #coral_thread #coral_talk_stream "
        ".blogger-comments #wpdcom #vuukle-comments .vuukle-comments #vuukle-emote .vuukle-powerbar #graphcomment "
        "#remark42 #cusdis_thread #waline #vcomments #twikoo #gitalk-container .gitalk-container #SOHUCS .ds-thread "
        "#lv-container #uyan_frame #cackle-comments #mc-container #hypercomments_widget #fastcomments-widget "
        "#HCB_comment_box #IDCommentsTop",
        "a comment service",
    ),
    ChromeRule(
        "rating-plugin",
        ".kk-star-ratings .kksr-legend .post-ratings .post-ratings-loading .yasr-visitor-votes .yasr-overall-rating "
        ".rmp-widgets-container .rmp-rating-widget .taglib-ratings .likebtn_container .likebtn-wrapper "
        ".wpra-reactions-wrap .wpra-plugin-container .betterdocs-article-reactions .wpulike .thumbs-rating-container "
        ".zilla-likes .simplefavorite-button .wpfp-span .pld-like-dislike-wrap .wti-like-post .gdrts-rating-block",
        "a plugin's stars, or its buttons to like the post",
    ),
    ChromeRule(
        "poll-plugin",
        ".wp-polls .totalpoll-wrapper .yop-poll-container .crowdsignal-forms-poll .wp-block-crowdsignal-forms-poll "
        ".crowdsignal-poll-wrapper .PDS_Poll .pds-box .opinionstage-widget .forminator-poll .ays-poll-main",
        "a poll",
    ),
    ChromeRule(
        "share-service",
        ".addtoany_share_save_container .addtoany_content .a2a_kit .addthis_toolbox .addthis_inline_share_toolbox "
        ".shareaholic-canvas .heateor_sss_sharing_container .the_champ_sharing_container "
        ".social-warfare .swp_social_panel .essb_links .ssba .simplesocialbuttons .mashsb-container "
        ".post-share-buttons .shared-counts-wrap .scriptlesssocialsharing .meks_ess .sharethis-inline-share-buttons "
        ".sharethis-inline-reaction-buttons .sharethis-inline-follow-buttons .juiz_sps_links .ss-inline-share-wrapper "
        ".sfsi_Sicons .apss-social-share .novashare-inline .dpsp-content-wrapper .dpsp-share-text .wp_ulike "
        ".td-post-sharing .wp-socializer .wpusb .wabtn_container .ssk-group .rrssb-buttons .kiwi-article-bar "
        ".xs_social_share_widget .wp-block-outermost-social-sharing .jssocials .ya-share2 .yashare-auto-init .pluso "
        ".uptolike-buttons .share42init .social-likes .bdsharebuttonbox .share-component "
        ".et_social_inline .monarch .share-buttons-container .shariff .fb-like .fb-share-button .twitter-share-button "
        ".tm-ctt-btn .bctt-ctt-btn .sw-ctt-btn",
        "buttons to share the story",
    ),
    ChromeRule(
        "form-plugin",
        ".wpcf7 .gform_wrapper .wpforms-container .nf-form-cont .frm_forms .fluentform .forminator-ui .hustle-ui "
        ".caldera-grid .quform .mauticform_wrapper .hbspt-form .hs-form .jetpack-contact-form "
        ".wp-block-jetpack-contact-form .elementor-form",
        "a form to fill in",
    ),
    ChromeRule(
        "newsletter-service",
        "#mc_embed_signup .mc4wp-form .mailpoet_form .wp-block-mailpoet-subscription-form .tnp .tnp-subscription "
        ".convertkit-form .formkit-form .sib_signup_form .ml-form-embedWrapper .optin-monster .gh-subscribe "
        ".kg-signup-card .subscription-widget-wrap .subscription-widget-wrap-editor .newsletter-block "
        ".newsletter-form-wrapper .tve-leads-post-footer .thrv-leads-form-box .et_bloom_below_post "
        ".et_bloom_inline_form .emaillist .es_subscription_form .ctct-inline-form .AW-Form-Embed .infusion-form "
        ".mailster-form .mymail-form .widget_wysija_cont .wp-block-newsletterglue-form",
        "a newsletter box",
    ),
    ChromeRule(
        "payment-plugin",
        ".give-form-wrap .give-wrap .givewp-donation-form .wp-block-jetpack-donations "
        ".wp-block-jetpack-recurring-payments .wp-block-jetpack-payment-buttons .jetpack-simple-payments-wrapper "
        ".bmc-btn-container .bmc-btn .charitable-donation-form .dgx-donate-container .add_to_cart_button "
        ".edd_purchase_submit_wrapper .edd_downloads_list .wc-block-grid",
        "a plugin's box to give or to buy",
    ),
    ChromeRule(
        "login-plugin",
        ".nsl-container .the_champ_login_container .heateor_ss_login_container",
        "buttons to log in with another account",
    ),
    ChromeRule("typo-plugin", ".mistape_caption #orphus .orphus", "asks to report misprints"),
)
"""What a reader is to do: write, vote, share, fill in, pay."""

ELSEWHERE = (
    ChromeRule(
        "related-service",
        ".yarpp .yarpp-related #crp_related .crp_related .outbrain .OUTBRAIN .trc_related_container "
        ".rp4wp-related-posts "
        ".wp_rp_wrap .zergnet-widget .taboola .taboola-container .related_post_title .ctx-module-container "
        ".contextly-related-links .internal-linking-related-contents .rpbt_shortcode .relpost-thumb-wrapper "
        ".jnews_inline_related_post .jnews_inline_related_post_wrapper .jnews_related_post_container "
        ".penci-ilrltpost-beaf .td_block_related_posts .bs-irp .nrelate_related .upprev_box .su-posts "
        ".rpwe-block .pt-cv-wrapper .wp-show-posts .display-posts-listing .lcp_catlist .wp-block-jetpack-blogroll "
        ".dianomi_context .plista_widget .rc-widget",
        "links to other stories",
    ),
    ChromeRule(
        "toc-plugin",
        "#toc_container #ez-toc-container .ez-toc-container .lwptoc .rank-math-toc .wp-block-rank-math-toc-block "
        ".wp-block-yoast-seo-table-of-contents .kb-table-of-content-nav .wp-block-kadence-tableofcontents "
        ".simpletoc-title .simpletoc-list .wp-block-simpletoc-toc .ub_table-of-contents .uagb-toc__wrap "
        ".wp-block-uagb-table-of-contents .wp-block-aioseo-table-of-contents #ftwp-container-outer #ftwp-contents "
        ".joli-toc .wp-block-stackable-table-of-contents .wp-block-getwid-table-of-contents .eb-toc-container "
        ".elementor-widget-table-of-contents .wpj-jtoc .htoc .rtoc-mokuji-content",
        "the contents list",
    ),
    ChromeRule(
        "author-box",
        ".saboxplugin-wrap .pp-multiple-authors-boxes-wrapper .author-box-wrap .abh_box .molongui-author-box "
        ".wp-block-post-author-biography .ts-fab-wrapper .m-a-box .author-info .author-bio .wp-post-author-wrap "
        ".awpa-title #author-bio-box .td-author-box .author-box #wpautbox-below .wp-about-author-containter-top "
        ".fancy-author-box",
        "a box about the author",
    ),
    ChromeRule(
        "series-plugin",
        ".seriesmeta .seriesbox .wp-post-series-box",
        "links to the other parts of a series",
    ),
    ChromeRule(
        "language-plugin",
        ".icl_post_in_other_langs .wpml-ls .wpml-ls-statics-post_translations .gtranslate_wrapper "
        ".trp-language-switcher .trp_language_switcher_shortcode .weglot-container .weglot_switcher "
        ".qtranxs_language_chooser #google_translate_element .goog-te-gadget .wp-block-polylang-language-switcher",
        "the same page in other languages",
    ),
)
"""What leads elsewhere: to other stories, to other places of the page, to the site's other pages."""

NOTICES = (
    ChromeRule(
        "consent-service",
        "#cookie-notice #cookie-law-info-bar .cli-modal #cmplz-cookiebanner-container .cmplz-cookiebanner "
        ".cmplz-soft-cookiewall "
        "#onetrust-consent-sdk #onetrust-banner-sdk #CybotCookiebotDialog #usercentrics-root #qc-cmp2-container "
        "#didomi-host #BorlabsCookieBox #moove_gdpr_cookie_info_bar #moove_gdpr_cookie_modal .gdpr-cookie-notice "
        "#eu-cookie-law .eu-cookie-law-widget .cky-consent-container .cky-modal .cc-window #truste-consent-track "
        "#cookiescript_injected #iubenda-cs-banner .osano-cm-window #hs-eu-cookie-confirmation #tarteaucitronRoot "
        "#axeptio_overlay .cookiefirst-root #klaro .klaro #cookieChoiceInfo .fc-consent-root #gdpr-cookie-message "
        "#catapult-cookie-bar #cookie-information-template-wrapper #ccc #cconsent-bar #wt-cli-cookie-banner "
        ".wcc-consent-container .qc-cmp-ui-container #cmpbox",
        "a cookie notice",
    ),
    ChromeRule(
        "ad-service",
        ".adsbygoogle .google-auto-placed .quads-location .advads-adlabel .adthrive-ad .raptive-ad-container "
        ".mv-ad-box .ezoic-ad .dfp-ad",
        "an advert, or what is printed over it",
    ),
    ChromeRule(
        "listening-service",
        ".trinity-tts-pb .trinity-player-iframe-wrapper #amazon-polly-audio-table .responsivevoice-button "
        ".mdp-speaker-wrapper .beyondwords-player .tts__listent_content .powerpress_links .powerpress_player "
        ".podcast_meta .castos-player .podlove-web-player",
        "a player's buttons",
    ),
    ChromeRule(
        "printing-plugin",
        ".printfriendly .pdfprnt-buttons .dkpdf-button-container .printomatictext",
        "buttons to print the story",
    ),
    ChromeRule(
        "counting-plugin",
        ".post-views .pvc_stats .tptn_counter .epvc-post-count .span-reading-time .rt-reading-time "
        ".bsf-rt-reading-time .wtr-time-wrapper .yoast-reading-time__wrapper .twp-read-time",
        "how long the story takes to read, or how often it was read",
    ),
    ChromeRule(
        "recipe-plugin",
        ".wprm-recipe-rating .wprm-recipe-print .wprm-recipe-jump .wprm-recipe-pin .wprm-call-to-action "
        ".tasty-recipes-rating .tasty-recipes-print-button .tasty-recipes-jump-link .mv-create-reviews",
        "a recipe plugin's stars and buttons",
    ),
    ChromeRule("copyright-plugin", ".copyright-proof", "a plugin's mark of copyright"),
)
"""What a page is told of itself: its counts, players, adverts, notices."""

SERVICES: tuple[ChromeRule, ...] = (*READERS, *ELSEWHERE, *NOTICES)
