"""Whole shops, made up or cut from real ones, run through the real pipeline."""
