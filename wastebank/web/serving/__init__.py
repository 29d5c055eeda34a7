"""Between the network and the pages: connections, and what must be known of proxies."""
