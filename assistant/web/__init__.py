"""The chat page and its server. Views are pure functions to HTML; only `page` knows gradio."""
