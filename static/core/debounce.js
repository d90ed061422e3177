/**
 * Runs an action once calls have paused for a while.
 * @param {() => void} action
 * @param {number} pause milliseconds of silence to wait for
 * @param {(action: () => void, delay: number) => () => void} wait starts a timer, gives the way to cancel it
 */
export function createDebounce(action, pause, wait) {
  let stop;

  function cancel() {
    stop?.();
    stop = undefined;
  }

  function run() {
    cancel();
    action();
  }

  return {
    cancel,

    /** Starts the pause again. */
    call() {
      cancel();
      stop = wait(run, pause);
    },

    /** Runs a waiting action now; does nothing when none waits. */
    flush() {
      if (stop) run();
    },
  };
}
