"""What is known of the options of the filters before anything is asked: their order, and counts that need no search."""
