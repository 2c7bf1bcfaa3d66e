"""Text without a page: crude dumps of pages, with menus and comment sections left in, cleaned line by line."""
