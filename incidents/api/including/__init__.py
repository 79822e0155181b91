"""What `include` adds to the records of each resource: each word one key, with a constant number of queries for all."""
