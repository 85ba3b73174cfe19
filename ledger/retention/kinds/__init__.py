"""The kinds that leave, each module those of one origin. `all.RULES` holds them in the order in which they leave."""
