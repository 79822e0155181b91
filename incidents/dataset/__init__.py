"""The dataset as files: reading fixtures, loading them, checking them, and writing them back."""
