"""An initiative in a list: what it tells, the HTML that it is cast in, and how long both are kept."""
