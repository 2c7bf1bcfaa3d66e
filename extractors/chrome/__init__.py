"""What a page shows to be no story before anything is judged: containers by name, and boxes by what they do."""
