"""One smallest specimen per problem code."""
