"""What a passage says: who, where, how to reach them, how much. Each module reads one kind of fact."""
