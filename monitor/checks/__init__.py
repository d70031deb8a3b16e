"""One look at an article: due rows go in; what was seen is judged and stored, with its versions and changes."""
