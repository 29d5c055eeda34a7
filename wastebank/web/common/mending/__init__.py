"""The page on which a deposit is put right, at the counter and in the office alike."""
