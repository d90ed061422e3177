/**
 * The first language of the wishes that the widget speaks; English when it speaks none.
 * @param {(string | null)[]} wishes language tags, the strongest first
 * @returns {"zh-Hans" | "zh-Hant" | "en"}
 */
export function chooseLanguage(wishes) {
  const wish = wishes.find((tag) => /^(en|zh)\b/i.test(tag)) ?? "en";
  if (/^en/i.test(wish)) return "en";
  return /^(?!.*hans).*(hant|-(tw|hk|mo)\b)/i.test(wish) ? "zh-Hant" : "zh-Hans";
}
