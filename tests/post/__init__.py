"""Posting: whole documents, once, and never what others need."""
