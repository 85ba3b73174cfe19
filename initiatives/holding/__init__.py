"""What must always hold of an initiative: constraints of its model."""
