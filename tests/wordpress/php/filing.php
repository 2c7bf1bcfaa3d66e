<?php
// Puts posts, and all that belongs to them, into WordPress.

function courier_author(string $name): int {
    $login = 'author-' . substr(md5($name), 0, 8);
    $user = get_user_by('login', $login);
    return $user ? $user->ID : courier_add_author($name, $login, '');
}

function courier_add_author(string $name, string $login, string $biography): int {
    $nicename = sanitize_title(remove_accents($name));
    return wp_insert_user([
        'user_login' => $login,
        'user_pass' => 'not used',
        'user_nicename' => preg_match('/^[a-z-]+$/', $nicename) ? $nicename : $login,
        'display_name' => $name,
        'description' => $biography,
        'role' => 'author',
    ]);
}

function courier_category(string $path): int {
    $parent = 0;
    foreach (explode('/', $path) as $name) {
        $found = term_exists($name, 'category', $parent) ?: wp_insert_term($name, 'category', ['parent' => $parent]);
        $parent = (int) $found['term_id'];
    }
    return $parent;
}

function courier_image(array $image): int {
    $upload = wp_upload_bits($image['name'], null, base64_decode($image['data']), $image['month']);
    $attachment = ['post_title' => $image['name'], 'post_mime_type' => 'image/png', 'post_status' => 'inherit'];
    $id = wp_insert_attachment($attachment, $upload['file']);
    wp_update_attachment_metadata($id, wp_generate_attachment_metadata($id, $upload['file']));
    return $id;
}

function courier_fill_in_images(string $content): string {
    $values = [];
    foreach (get_option('courier_images', []) as $number => $id) {
        $values["%image-$number-id%"] = (string) $id;
        $values["%image-$number-url%"] = wp_make_link_relative(wp_get_attachment_url($id));
    }
    return strtr($content, $values);
}

/** Writes the row with the modification time that is asked for, instead of the present. */
function courier_with_modified_at(string $modified_at, callable $write) {
    $stamp = function (array $row) use ($modified_at) {
        return ['post_modified_gmt' => $modified_at, 'post_modified' => get_date_from_gmt($modified_at)] + $row;
    };
    add_filter('wp_insert_post_data', $stamp);
    $result = $write();
    remove_filter('wp_insert_post_data', $stamp);
    return $result;
}

function courier_file(array $post): array {
    $row = wp_slash([
        'post_type' => $post['type'],
        'post_title' => $post['headline'],
        'post_content' => courier_fill_in_images($post['content']),
        'post_status' => $post['status'] === 'trash' ? 'publish' : $post['status'],
        'post_password' => $post['password'],
        'post_author' => courier_author($post['author']),
        'post_date_gmt' => $post['published_at'],
        'post_date' => get_date_from_gmt($post['published_at']),
        'post_category' => array_map('courier_category', $post['categories']),
        'tags_input' => $post['tags'],
        'comment_status' => $post['comments_open'] ? 'open' : 'closed',
    ]);
    $id = courier_with_modified_at($post['modified_at'], fn () => wp_insert_post($row, true));
    if (is_wp_error($id)) {
        throw new RuntimeException($id->get_error_message());
    }
    $path = wp_make_link_relative(get_permalink($id));
    courier_comment($id, $post['comments']);
    if ($post['sticky']) {
        stick_post($id);
    }
    if ($post['status'] === 'trash') {
        wp_trash_post($id);
    }
    return ['id' => $id, 'path' => $path];
}

function courier_comment(int $post_id, array $comments): void {
    $ids = [];
    foreach ($comments as $comment) {
        $ids[] = wp_insert_comment(wp_slash([
            'comment_post_ID' => $post_id,
            'comment_author' => $comment['name'],
            'comment_author_email' => 'reader@example.org',
            'comment_content' => $comment['text'],
            'comment_approved' => $comment['approved'] ? 1 : 0,
            'comment_parent' => $comment['answers'] === null ? 0 : $ids[$comment['answers']],
            'comment_date_gmt' => $comment['written_at'],
            'comment_date' => get_date_from_gmt($comment['written_at']),
        ]));
    }
}
