/** The test that would settle most: why, how, and one tap for its result. */

import { h, icon } from "../lib/dom.ts";
import { found } from "./findings.ts";
import type { NextTest, Side, Step } from "./types.ts";

export class Tests {
  /** Tests that were not done this time, so that another is proposed. */
  readonly #skipped = new Set<string>();
  #tests: NextTest[] = [];
  #side: Side = "";
  #for = "";
  #shown = "";
  #without = "";

  constructor(readonly host: HTMLElement, readonly act: (step: Step) => void) {}

  /** `without`: what is said where no test is left. */
  show(tests: NextTest[], done: ReadonlySet<string>, without: string): void {
    this.#without = without;
    this.#tests = tests.filter((t) => !done.has(t.muscle || t.test));
    this.#draw();
  }

  #draw(): void {
    const test = this.#tests.find((t) => !this.#skipped.has(`${t.test}/${t.side}`));
    const now = JSON.stringify([test ?? null, this.#side, this.#tests.length, test ? "" : this.#without]);
    if (now === this.#shown) return;
    this.#shown = now;
    if (!test) {
      this.host.replaceChildren(
        h("p.soft", {}, this.#tests.length ? "No other test would tell much more." : this.#without),
        this.#skipped.size
          ? h("button.button.quiet", { type: "button", onclick: () => { this.#skipped.clear(); this.#draw(); } }, "Offer skipped tests again")
          : "",
      );
      return;
    }
    const name = `${test.test}/${test.side}`;
    if (this.#for !== name) {
      this.#for = name;
      this.#side = test.side === "midline" ? "" : test.side;
    }
    const sides = h("div.segments", { role: "group", "aria-label": "Side tested" },
      (["left", "right", "bilateral"] as Side[]).map((side) =>
        h("button", {
          type: "button", "aria-pressed": String(side === this.#side), "aria-label": side === "bilateral" ? "both sides" : side,
          onclick: () => { this.#side = side; this.#draw(); },
        }, side === "bilateral" ? "Both" : side === "left" ? "L" : "R"),
      ),
    );
    const answer = (positive: boolean): void => {
      const result = positive ? "positive" as const : "negative" as const;
      this.act(
        test.muscle
          ? found("palpation", test.muscle, test.name.replace(/^palpate:?\s*/i, "").replace(/^./, (c) => c.toUpperCase()), this.#side,
              positive ? { reproduces_pain: true, tender: true } : { reproduces_pain: false, tender: false })
          : found("test", test.test, test.name, this.#side, { result }),
      );
    };
    const how = h("p.test-how", {}, test.how, test.positive_means ? h("span.soft", {}, h("strong", {}, " Positive: "), test.positive_means) : null);
    const long = test.how.length + test.positive_means.length > 90;
    const more = h("button.quiet-link", { type: "button", "aria-expanded": "false", onclick: () => {
      const whole = how.classList.toggle("whole");
      more.setAttribute("aria-expanded", String(whole));
      more.textContent = whole ? "Shorter" : "How in full";
    } }, "How in full");
    const skip = h("button.quiet-link", { type: "button", onclick: () => { this.#skipped.add(name); this.#draw(); } }, "Another test");
    this.host.replaceChildren(
      h("article.test", {},
        h("div.test-head", {}, h("h3", {}, test.name), h("span.small.soft.nowrap", {}, icon("timer"), ` ${test.minutes < 1 ? "under a minute" : `${Math.round(test.minutes)} min`}`)),
        h("p.test-why", {}, test.why.charAt(0).toUpperCase() + test.why.slice(1)),
        how,
        h("div.row.between", {}, long ? more : h("span", {}), skip),
        h("div.test-answers", {},
          sides,
          h("button.button", { type: "button", title: test.if_positive, onclick: () => answer(true) }, h("span", { "aria-hidden": "true" }, "+"), test.muscle ? "Their pain" : "Positive"),
          h("button.button", { type: "button", title: test.if_negative, onclick: () => answer(false) }, h("span", { "aria-hidden": "true" }, "−"), test.muscle ? "Not it" : "Negative"),
        ),
      ),
    );
  }
}
