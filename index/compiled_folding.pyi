from index.analysis.plain_texts import PlainTexts as PlainTexts
