/** Runs an action once calls have paused for a while. */
export class Debounce {
  #action;
  #pause;
  #wait;
  #stop;

  /**
   * @param {() => void} action
   * @param {number} pause milliseconds of silence to wait for
   * @param {(action: () => void, delay: number) => () => void} wait starts a timer, gives the way to cancel it
   */
  constructor(action, pause, wait) {
    this.#action = action;
    this.#pause = pause;
    this.#wait = wait;
  }

  /** Starts the pause again. */
  call() {
    this.cancel();
    this.#stop = this.#wait(() => this.flush(), this.#pause);
  }

  /** Runs a waiting action now; does nothing when none waits. */
  flush() {
    if (!this.#stop) return;
    this.cancel();
    this.#action();
  }

  /** Forgets a waiting action. */
  cancel() {
    this.#stop?.();
    this.#stop = undefined;
  }
}
