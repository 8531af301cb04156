"""Write: results become changes of our own tables, in the words and headings of the book."""
