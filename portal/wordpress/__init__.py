"""A WordPress export becomes a site.

Read from the outside in: `decoding` (bytes to characters), `reader` (characters to `records`),
`markup` and its neighbours (post content to body HTML), `facts` (what plugins left in post meta),
`importer` (records to rows).
"""
