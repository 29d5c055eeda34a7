"""The medical reviewer looks at the visits that were drawn, and at no person."""
