class BackupRefused(Exception):
    """Why nothing was saved, or nothing was given back, as a sentence for whoever runs the site."""
