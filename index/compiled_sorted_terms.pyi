from index.sorted_terms import SortedTerms as SortedTerms
