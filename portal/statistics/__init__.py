"""Numbers of the site and of one article, by day, in tables and plots.

Views come from articles.counters, comments from the comments app; both are counted when asked.
"""
