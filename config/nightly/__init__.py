"""Works of the night that concern the whole site; the rooms have their own."""
