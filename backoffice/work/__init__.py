"""What is done without anybody waiting for it: works that come back, done by `manage.py travail`."""
