"""What spares the making of public pages: those kept between two commits, the fingerprints that browsers hold."""
