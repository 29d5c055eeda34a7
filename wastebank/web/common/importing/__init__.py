"""The page on which a file comes in: the same for every list, in the frame of its desk."""
