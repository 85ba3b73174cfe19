"""Components that pages show by the dozen, set once and filled in each time."""
