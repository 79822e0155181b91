"""What `dev.py` does before anything is installed: virtual environment, PostgreSQL, server. Standard library only."""
