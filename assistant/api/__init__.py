"""The HTTP interface: the contract's JSON over the same port as the page."""
