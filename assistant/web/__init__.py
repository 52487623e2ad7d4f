"""The chat page and its server. Views are pure functions to HTML; `page` is the only importer of gradio."""
