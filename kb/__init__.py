"""The knowledge base: domain model, store, indexes and search."""
