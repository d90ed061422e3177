"""One guide file -> a Document with Sections; a parser per format, one thin reader, furniture removal."""
