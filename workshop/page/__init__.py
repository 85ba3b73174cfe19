"""The Atelier: one page that is the bulletin, each block written in its place."""
