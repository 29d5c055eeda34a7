"""Setting up a bank: the path of seven steps, each a page in one frame."""
