"""The site of the editors' desk: logging in again without losing what was typed. It knows nothing of the domain."""
