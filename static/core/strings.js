const LANGUAGES = ["zh-Hans", "zh-Hant", "en"];

// Each in the languages above, in their order.
const PHRASES = {
  launcher: "帮助|說明|Help",
  placeholder: "输入你的问题|輸入你的問題|Ask a question",
  hint: "换个说法试试|換個說法試試|Try other words",
  popular: "热门问题|熱門問題|Popular",
  clear: "清空|清除|Clear",
  close: "关闭|關閉|Close",
  loading: "正在搜索…|正在搜尋…|Searching…",
  count: "找到 {} 条结果|找到 {} 筆結果|Results found: {}",
  suggestion: "已按「{}」搜索|已按「{}」搜尋|Searched for “{}”",
  none: "没有找到「{}」的答案|沒有找到「{}」的答案|No answer for “{}”",
  contact: "联系客服|聯絡客服|Contact us",
  error: "暂时连不上|暫時連不上|Can’t connect",
  retry: "重试|重試|Try again",
  back: "返回|返回|Back",
  guide: "查看完整指南|查看完整指南|View guide",
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
