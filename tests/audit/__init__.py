"""``make audit``: what strangers' tools say about our pages, in a real Chromium."""
