"""A question becomes a grounded answer; the front ends."""
