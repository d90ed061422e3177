from index.name_finder import NameFinder as NameFinder
