"""How good retrieval and answering are, compared with what."""
