"""Watches that bring articles: feeds and sitemaps are polled, what they name is sifted, what passes is followed."""
