"""Two people: an act above its limit is proposed, seen with its facts by somebody else who may,
agreed to or declined, and carried out once, as it was proposed."""
