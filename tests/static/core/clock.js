/** A clock that stands still until a test moves it. */
export function createClock() {
  let now = 0;
  const waiting = new Set();

  return {
    now: () => now,

    wait(action, delay) {
      const timer = { action, due: now + delay };
      waiting.add(timer);
      return () => waiting.delete(timer);
    },

    pass(time) {
      now += time;
      for (const timer of [...waiting].filter(({ due }) => due <= now)) {
        waiting.delete(timer);
        timer.action();
      }
    },
  };
}
