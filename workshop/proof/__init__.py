"""The bulletin before it is signed: remarks and their mending, coverage, proofs, what outsiders say of it."""
