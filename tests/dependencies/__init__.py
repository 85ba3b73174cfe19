"""What production installs: pinned, licensed, listed. `make sbom` writes the list for machines, the page for people."""
