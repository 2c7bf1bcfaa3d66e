<?php
// What a web server does for WordPress: files as they are, scripts by name, all else through index.php. Each request
// becomes a line of JSON in the request log.

// WordPress's own files are links to Debian's; without this they would look for their configuration beside the target.
define('ABSPATH', getenv('WORDPRESS_FOLDER') . '/');

register_shutdown_function(function () {
    $line = json_encode([
        'method' => $_SERVER['REQUEST_METHOD'],
        'path' => $_SERVER['REQUEST_URI'],
        'status' => http_response_code() ?: 200,
        'headers' => array_change_key_case(getallheaders()),
    ], JSON_UNESCAPED_SLASHES | JSON_INVALID_UTF8_SUBSTITUTE);
    file_put_contents(getenv('WORDPRESS_REQUEST_LOG'), "$line\n", FILE_APPEND | LOCK_EX);
});
ob_start(); // the line is written before the client has any of the answer

$path = rawurldecode(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH) ?: '/');
if (str_ends_with($path, '/') && is_file(ABSPATH . $path . 'index.php')) {
    $path .= 'index.php';
}
$is_script = str_ends_with($path, '.php') && is_file(ABSPATH . $path) && !str_contains($path, '..');
if (!$is_script && is_file(ABSPATH . $path)) {
    return false;
}
$script = $is_script ? $path : '/index.php';
$_SERVER['SCRIPT_NAME'] = $_SERVER['PHP_SELF'] = $script;
$_SERVER['SCRIPT_FILENAME'] = ABSPATH . ltrim($script, '/');
unset($_SERVER['PATH_INFO']);
chdir(dirname($_SERVER['SCRIPT_FILENAME']));
require $_SERVER['SCRIPT_FILENAME'];
