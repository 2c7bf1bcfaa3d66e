<?php
/** Plugin Name: What the test site does differently: its REST API can be hidden, as security plugins do. */

add_action('init', function () {
    if (!get_option('courier_rest_blocked')) {
        return;
    }
    add_filter('rest_authentication_errors', fn () => new WP_Error('rest_disabled', 'Not here.', ['status' => 401]));
    remove_action('wp_head', 'rest_output_link_wp_head');
    remove_action('template_redirect', 'rest_output_link_header', 11);
    remove_action('xmlrpc_rsd_apis', 'rest_output_rsd');
});
