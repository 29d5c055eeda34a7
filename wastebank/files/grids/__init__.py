"""Files that people bring, from bytes to grids of cells; what the cells mean is asked elsewhere."""
