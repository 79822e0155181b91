"""Loading bundles of any size: JSON Lines are staged, checked and rendered beside the dataset."""
