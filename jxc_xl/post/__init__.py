"""Post: sound documents become movements of the ledger, all lines of a document or none, once."""
