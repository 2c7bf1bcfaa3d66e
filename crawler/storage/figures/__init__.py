"""What is counted: kept as rows come and go, or asked for by reports and the reading room."""
