<?php
// Does what the JSON on standard input asks for ({"action": …, …}) and answers with JSON on standard output.

// WordPress's own files are links to Debian's; without this they would look for their configuration beside the target.
define('ABSPATH', getenv('WORDPRESS_FOLDER') . '/');

$request = json_decode(stream_get_contents(STDIN), true, 512, JSON_THROW_ON_ERROR);
$_SERVER['HTTP_HOST'] = parse_url(getenv('WORDPRESS_URL'), PHP_URL_HOST);
if ($request['action'] === 'install') {
    define('WP_INSTALLING', true);
    // WordPress would send a letter.
    function wp_new_blog_notification() {}
}
require ABSPATH . 'wp-load.php';
require __DIR__ . '/filing.php';

function courier_install(array $request): array {
    // It would also ask itself whether permalinks work, and no server is up yet to answer.
    add_filter('pre_http_request', fn () => new WP_Error('not_yet', 'The site is not up yet.'));
    require ABSPATH . 'wp-admin/includes/upgrade.php';
    wp_install($request['title'], 'editor-in-chief', 'editor@example.org', true, '', 'not used');
    $options = [
        'blogdescription' => $request['tagline'],
        'timezone_string' => $request['timezone'],
        'permalink_structure' => '/%year%/%monthnum%/%postname%/',
        'posts_per_page' => 10,
        'show_avatars' => 0,
        'uploads_use_yearmonth_folders' => 1,
    ];
    array_walk($options, fn ($value, $name) => update_option($name, $value));
    return [];
}

function courier_seed(array $request): array {
    global $wpdb;
    require ABSPATH . 'wp-admin/includes/image.php';
    foreach (get_posts(['post_type' => ['post', 'page'], 'post_status' => 'any', 'numberposts' => -1]) as $sample) {
        wp_delete_post($sample->ID, true);
    }
    foreach ($request['authors'] as $name => $biography) {
        courier_add_author($name, 'author-' . substr(md5($name), 0, 8), $biography);
    }
    update_option('courier_images', array_map('courier_image', $request['images']));
    wp_defer_term_counting(true);
    wp_defer_comment_counting(true);
    $wpdb->query('START TRANSACTION');
    $filed = array_map('courier_file', $request['posts']);
    $wpdb->query('COMMIT');
    wp_defer_term_counting(false);
    wp_defer_comment_counting(false);
    flush_rewrite_rules();
    return $filed;
}

function courier_add(array $request): array {
    return [courier_file($request['post'])];
}

function courier_edit(array $request): array {
    $row = ['ID' => $request['id']];
    if (isset($request['headline'])) {
        $row['post_title'] = $request['headline'];
    }
    if (isset($request['content'])) {
        $row['post_content'] = courier_fill_in_images($request['content']);
    }
    courier_with_modified_at($request['modified_at'], fn () => wp_update_post(wp_slash($row)));
    return [];
}

function courier_trash(array $request): array {
    courier_with_modified_at($request['modified_at'], fn () => wp_trash_post($request['id']));
    return [];
}

function courier_set(array $request): array {
    update_option($request['option'], $request['value']);
    return [];
}

function courier_theme(array $request): array {
    switch_theme($request['theme']);
    return [];
}

$answer = ("courier_{$request['action']}")($request);
echo json_encode($answer, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
