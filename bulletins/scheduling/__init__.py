"""Publication at a day and hour: planned by an editor, done by the worker, told when it could not be."""
