const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];

// Each in the languages above, in their order.
const PHRASES = {
  launcher: "帮助|說明|Help",
  placeholder: "输入问题|輸入問題|Ask a question",
  popular: "热门|熱門|Popular",
  recent: "最近|最近|Recent",
  clear: "清空|清空|Clear",
  close: "关闭|關閉|Close",
  loading: "搜索中…|搜尋中…|Searching…",
  results: "{} 条结果|{} 筆結果|Results: {}",
  suggestion: "已按「{}」搜索|已按「{}」搜尋|Searched for “{}”",
  none: "没有找到「{}」，换个问法|沒有找到「{}」，換個問法|Nothing on “{}”. Try other words",
  contact: "联系客服|聯絡客服|Contact us",
  error: "没有回答|沒有回答|No reply",
  retry: "重试|重試|Try again",
  back: "返回|返回|Back",
  guide: "完整指南|完整指南|Full guide",
  copy: "复制链接|複製連結|Copy link",
  helpful: "有帮助吗？|有幫助嗎？|Helpful?",
};

/**
 * The words of the widget in one language.
 * @param {"zh-Hans" | "zh-Hant" | "en"} language
 * @returns {Record<keyof typeof PHRASES, string>}
 */
export function stringsFor(language) {
  const column = LANGUAGES.indexOf(language);
  return Object.fromEntries(Object.entries(PHRASES).map(([name, phrases]) => [name, phrases.split("|")[column]]));
}

/**
 * Puts a value into a phrase.
 * @param {string} phrase
 * @param {string | number} value
 */
export function fill(phrase, value) {
  return phrase.replace("{}", () => value);
}
