const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];

const PHRASES = {
  launcher: ["帮助", "說明", "Help"],
  placeholder: ["输入你的问题", "輸入你的問題", "Ask a question"],
  hint: ["一句话、几个字、拼音都可以问。", "一句話、幾個字、拼音都可以問。", "A sentence or a few words will do."],
  clear: ["清空", "清除", "Clear"],
  close: ["关闭", "關閉", "Close"],
  loading: ["正在搜索…", "正在搜尋…", "Searching…"],
  count: ["找到 {} 条结果", "找到 {} 筆結果", "Results found: {}"],
  suggestion: ["已按「{}」搜索", "已按「{}」搜尋", "Searched for “{}”"],
  none: ["没有找到「{}」的答案", "沒有找到「{}」的答案", "No answer found for “{}”"],
  contact: ["联系客服", "聯絡客服", "Contact us"],
  error: ["暂时连不上帮助服务", "暫時連不上說明服務", "The help service can’t be reached"],
  retry: ["重试", "重試", "Try again"],
  back: ["返回", "返回", "Back"],
  guide: ["查看完整指南", "查看完整指南", "View the whole guide"],
  newTab: ["（新标签页）", "（新分頁）", "(new tab)"],
};

/**
 * The words of the widget in one language.
 * @param {"zh-Hans" | "zh-Hant" | "en"} language
 * @returns {Record<keyof typeof PHRASES, string>}
 */
export function stringsFor(language) {
  const column = LANGUAGES.indexOf(language);
  return Object.fromEntries(Object.entries(PHRASES).map(([name, phrases]) => [name, phrases[column]]));
}

/**
 * Puts a value into a phrase.
 * @param {string} phrase
 * @param {string | number} value
 */
export function fill(phrase, value) {
  return phrase.replace("{}", () => value);
}
