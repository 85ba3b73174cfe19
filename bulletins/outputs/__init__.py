"""The same edition for newsrooms, mails, networks and programs: all told from the same blocks, none frozen apart."""
