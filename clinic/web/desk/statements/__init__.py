"""The clinic's lead reads what the bank pays, and disputes what it cuts."""
