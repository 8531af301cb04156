"""Tests of validating."""
