"""The ledger of addresses, which is the crawler's frontier: what is known, what is due, when to look again."""
