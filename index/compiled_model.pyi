from index.analysis.model import MarkovModel as MarkovModel
