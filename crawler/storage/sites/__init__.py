"""What is known of sites: how their pages read, how they are doing, what somebody decided about their blocks."""
