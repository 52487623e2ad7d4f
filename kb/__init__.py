"""The knowledge base: domain model, store, indexes and search."""

import os

# onnxruntime, imported here or by a library, would look up a telemetry server while it runs.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

__version__ = "0.1.0"
