/**
 * Runs an action once calls have paused for a while.
 * @param {() => void} action
 * @param {number} pause milliseconds of silence to wait for
 * @param {(action: () => void, delay: number) => () => void} wait starts a timer, gives the way to cancel it
 */
export function createDebounce(action, pause, wait) {
  let stop;

  /** Forgets a waiting action. */
  function cancel() {
    stop?.();
    stop = undefined;
  }

  /** Runs a waiting action now; does nothing when none waits. */
  function flush() {
    if (!stop) return;
    cancel();
    action();
  }

  /** Starts the pause again. */
  function call() {
    cancel();
    stop = wait(flush, pause);
  }

  return { call, cancel, flush };
}
