function known(tag) {
  if (/^en\b/i.test(tag)) return "en";
  if (!/^zh\b/i.test(tag)) return undefined;
  return /hant|-(tw|hk|mo)\b/i.test(tag) && !/hans/i.test(tag) ? "zh-Hant" : "zh-Hans";
}

/**
 * The first language of the wishes that the widget speaks; English when it speaks none.
 * @param {(string | null)[]} wishes language tags, the strongest first
 * @returns {"zh-Hans" | "zh-Hant" | "en"}
 */
export function chooseLanguage(wishes) {
  return wishes.map(known).find(Boolean) ?? "en";
}
