"""Who may write in which series: an account that some series are entrusted to works in these alone."""
