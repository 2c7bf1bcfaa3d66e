"""Asks servers for pages: politely, never in private networks, within bounds, and notices what came broken."""
