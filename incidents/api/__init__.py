"""The public API: what is published, at which address, with which parameters.

It reads the published tables only (incidents.publication) and knows nothing of drafts.
"""
