"""When each article is looked at next. Pure arithmetic over plans and histories; the store keeps what comes out."""
