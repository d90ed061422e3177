from index.analysis.composed import Analyzer as Analyzer
