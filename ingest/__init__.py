"""A document file becomes records in the store."""
