"""Other systems over the same files and the same searches. What runs in `.venv-bench` knows no Django."""
