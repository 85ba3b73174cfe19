"""The journal: every act that matters is one line in it, written with the act."""
