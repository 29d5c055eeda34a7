"""The waste bank: members, cards, materials, prices, deposits; and the site that holds it."""
