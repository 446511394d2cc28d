/** Zoom and pan of the stage: wheel, pinch, buttons, keys. */

export class Zoom {
  scale = 1;
  #x = 0;
  #y = 0;
  #settling = 0;

  constructor(
    readonly frame: HTMLElement,
    readonly stage: HTMLElement,
    readonly settled: () => void,
  ) {
    frame.addEventListener(
      "wheel",
      (event) => {
        event.preventDefault();
        if (event.ctrlKey || Math.abs(event.deltaY) > Math.abs(event.deltaX)) {
          this.by(Math.exp(-event.deltaY * (event.ctrlKey ? 0.01 : 0.0016)), event.clientX, event.clientY);
        } else this.pan(-event.deltaX, 0);
      },
      { passive: false },
    );
  }

  /** Grow by `factor` around a point of the window; the middle when none is given. */
  by(factor: number, clientX?: number, clientY?: number): void {
    const frame = this.frame.getBoundingClientRect();
    const x = (clientX ?? frame.left + frame.width / 2) - frame.left - frame.width / 2;
    const y = (clientY ?? frame.top + frame.height / 2) - frame.top - frame.height / 2;
    const next = Math.min(6, Math.max(1, this.scale * factor));
    const ratio = next / this.scale;
    this.#x = x - (x - this.#x) * ratio;
    this.#y = y - (y - this.#y) * ratio;
    this.scale = next;
    this.#apply();
  }
  pan(dx: number, dy: number): void {
    this.#x += dx;
    this.#y += dy;
    this.#apply();
  }
  reset(): void {
    this.scale = 1;
    this.#x = this.#y = 0;
    this.#apply();
  }

  #apply(): void {
    const roomX = (this.frame.clientWidth * (this.scale - 1)) / 2;
    const roomY = (this.frame.clientHeight * (this.scale - 1)) / 2;
    this.#x = Math.min(roomX, Math.max(-roomX, this.#x));
    this.#y = Math.min(roomY, Math.max(-roomY, this.#y));
    this.stage.style.transform = `translate(${this.#x}px, ${this.#y}px) scale(${this.scale})`;
    this.frame.classList.toggle("zoomed", this.scale > 1.01);
    clearTimeout(this.#settling);
    this.#settling = window.setTimeout(this.settled, 140);
  }
}
