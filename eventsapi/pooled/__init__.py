"""Django's backend for PostgreSQL (ENGINE), with pools that nobody waits for in vain one after another."""
