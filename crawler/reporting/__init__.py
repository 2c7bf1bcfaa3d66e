"""Reports that people look at: one HTML file that holds everything, and its plots as pictures beside it."""
