"""Releases: a version of the dataset as files that never change, to be kept and cited. See docs/releases.md."""
