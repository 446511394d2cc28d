/** One section a screen, with progress. */

export class Steps {
  private at = 0;

  constructor(
    private steps: HTMLElement[],
    private back: HTMLElement,
    private next: HTMLElement,
    private send: HTMLElement,
    private progress: HTMLElement,
    private memory: string,
  ) {
    progress.hidden = false;
    addEventListener("popstate", (event) => {
      const step = (event.state as { step?: number } | null)?.step;
      if (typeof step === "number") this.show(step, false);
    });
  }

  get current(): HTMLElement {
    return this.steps[this.at] as HTMLElement;
  }

  get isLast(): boolean {
    return this.at === this.steps.length - 1;
  }

  start(): void {
    const before = Number(sessionStorage.getItem(this.memory) ?? 0);
    const step = Number.isInteger(before) ? Math.min(before, this.steps.length - 1) : 0;
    history.replaceState({ step }, "");
    this.show(step, false, false);
  }

  go(by: 1 | -1): void {
    const step = Math.max(0, Math.min(this.steps.length - 1, this.at + by));
    if (step === this.at) return;
    history.pushState({ step }, "");
    this.show(step);
  }

  /** Opens the screen that holds the element. */
  reveal(element: Element): void {
    const step = this.steps.findIndex((s) => s.contains(element));
    if (step >= 0 && step !== this.at) {
      history.pushState({ step }, "");
      this.show(step, false);
    }
  }

  private show(step: number, scroll = true, focus = true): void {
    this.at = step;
    this.steps.forEach((s, i) => (s.hidden = i !== step));
    this.back.hidden = step === 0;
    this.next.hidden = this.isLast;
    this.send.hidden = !this.isLast;
    const words = this.progress.querySelector("#progress-words");
    if (words) words.textContent = `${step + 1} of ${this.steps.length}`;
    const bar = this.progress.querySelector<HTMLElement>("#progress-bar");
    bar?.style.setProperty("--share", String((step + 1) / this.steps.length));
    sessionStorage.setItem(this.memory, String(step));
    if (scroll) scrollTo({ top: 0 });
    if (focus) this.current.querySelector<HTMLElement>("h1, h2")?.focus({ preventScroll: true });
  }
}
