"""REST manners: what every answer of a strict, read-only, cacheable API has in common. No domain word in here."""
