"""Django's backend for PostgreSQL (ENGINE), with pools that nobody waits for in vain one after another, and that give
nobody a connection which the server has ended."""
