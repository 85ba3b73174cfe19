"""Groups of public initiatives that pages show beside a search: what names a commune, what bears a theme, how many."""
