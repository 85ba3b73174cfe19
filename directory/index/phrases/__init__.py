"""Words that stand in a certain order, which sets of words cannot tell."""
