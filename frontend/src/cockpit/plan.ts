/** The plan as it forms: what is done in order, how hard, how long; the course; what may not be. */

import { find, h, icon } from "../lib/dom.ts";
import type { Blocked, SavedPlan, ServerError } from "./types.ts";

interface PlanStep {
  key: string;
  name: string;
  presses: boolean;
  role: string;
  technique_label: string;
  how: string;
  pressure: number;
  pressure_cap: number;
  cap_reason: string;
  hold_seconds: [number, number] | null;
  repetitions: [number, number] | null;
  minutes: number;
  position: string | null;
  then: { technique_label: string; how: string } | null;
  endangerment: { site: string; structures: string; rule: string }[];
  anatomy_note: string;
  cautions: string[];
  stop_rules: string;
  causes: { label: string; side: string | null }[];
  sources: string[];
}
interface Plan {
  session_minutes: number;
  spare_minutes: number;
  steps: PlanStep[];
  left_out: { structure: string; side: string; reason: string }[];
  course: {
    label: string;
    first_interval_words: string;
    visits_low: number;
    visits_high: number;
    review_visit: number;
    stop_rule: string;
    stages: { interval_words: string; visits: number; until: string }[];
    why: string;
    uncertainty: string;
    assumed: string[];
  } | null;
  goals: { text: string; by_visit: number }[];
  home_advice: { label: string; client_text: string; how_often: string; caution: string }[];
  combined_care: { profession: string; text: string; urgency: string }[];
  notes: string[];
  blocked: string | null;
  from_confirmed: boolean;
  stopped: Blocked | null;
}
type Change = { pressure?: number; minutes?: number; remove?: boolean };

const LENGTHS = [30, 45, 60, 75, 90];
const range = ([low, high]: [number, number], unit: string): string =>
  low === high ? `${low}${unit}` : `${low}–${high}${unit}`;
const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const words = (text: string): string => text.replace(/_/g, " ");
const round = (n: number): string => String(Math.round(n * 10) / 10);

export class PlanPane {
  #minutes = 60;
  #changes: Record<string, Change> = {};
  #plan: Plan | null = null;
  #saved: SavedPlan | null;
  #open = false;
  #timer = 0;
  #asked = 0;
  #confirmed = "";
  #message = "";
  readonly #line: HTMLElement;
  readonly #toggle: HTMLButtonElement;

  constructor(readonly episode: string, readonly token: string, saved: SavedPlan | null, readonly host: HTMLElement) {
    this.#saved = saved;
    if (saved) {
      this.#minutes = saved.minutes;
      this.#changes = saved.adjustments;
    }
    this.#line = find("[data-slot=plan-line]");
    this.#toggle = find<HTMLButtonElement>("#plan-toggle");
    this.#toggle.addEventListener("click", () => this.setOpen(!this.#open));
    addEventListener("keydown", (event) => {
      if (event.key === "Escape" && this.#open && !document.querySelector("dialog[open]")) this.setOpen(false);
    });
  }

  setOpen(open: boolean): void {
    this.#open = open;
    this.host.hidden = !open;
    find("#pane-plan").classList.toggle("open", open);
    this.#toggle.setAttribute("aria-expanded", String(open));
    this.#toggle.replaceChildren(open ? "Put away" : "Pull up", icon("chevron-down"));
    if (open) void this.#ask();
  }

  /** The case changed: the line says what a plan would rest on, an open plan forms anew. */
  update(confirmed: string[], blocked: Blocked | null): void {
    const words = blocked
      ? "Planning stops here: see why"
      : confirmed.length
        ? `For ${confirmed.join(", ")}`
        : "A first look, for the likeliest causes";
    this.#line.textContent = words;
    find("#pane-plan").classList.toggle("stopped", blocked !== null);
    const now = confirmed.join();
    const changed = now !== this.#confirmed;
    this.#confirmed = now;
    if (!this.#open) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => void this.#ask(), changed ? 0 : 350);
  }

  async #ask(): Promise<void> {
    const turn = ++this.#asked;
    try {
      const answer = await fetch(`/episodes/${this.episode}/plan?minutes=${this.#minutes}`);
      const said = (await answer.json()) as Plan & { error?: ServerError; stopped?: Blocked | null };
      if (turn !== this.#asked) return;
      if (said.error) this.#stop(said.error.message, said.stopped ?? null);
      else {
        this.#plan = said;
        this.#draw();
      }
    } catch {
      if (turn === this.#asked) this.#stop("The plan cannot be made without the server. What you drew is kept.", null);
    }
  }

  #stop(message: string, stopped: Blocked | null): void {
    this.#plan = null;
    this.host.replaceChildren(
      stopped ? stopPanel(stopped) : h("div.notice.stop", {}, icon("circle-alert"), h("p", {}, message)),
    );
  }

  #draw(): void {
    const plan = this.#plan;
    if (!plan) return;
    const steps = plan.steps.filter((s) => !this.#changes[s.key]?.remove);
    const common = everywhere(steps);
    const removed = plan.steps.filter((s) => this.#changes[s.key]?.remove);
    this.host.replaceChildren(
      ...(plan.stopped ? [stopPanel(plan.stopped)] : plan.blocked ? [h("div.notice.stop", {}, icon("octagon-alert"), h("p", {}, h("strong", {}, "No hands-on care today. "), plan.blocked))] : []),
      plan.stopped ? this.#note() : this.#head(plan, steps),
      plan.stopped ? "" : h("div.plan-columns", {},
        h("section", { "aria-label": "This visit" },
          ...plan.notes.map((n) => h("p.plan-notes.small", {}, n)),
          common.size
            ? h("details.small.plan-common", {}, h("summary", {}, icon("shield-alert"), `Holds for every step (${common.size})`), h("ul.step-warnings", {}, [...common.values()].map(warningItem)))
            : null,
          steps.length
            ? h("ol.plan-steps", {}, steps.map((s) => this.#step(s, common)))
            : h("p.soft", {}, plan.blocked ? "No hands-on step today." : "No step is left."),
          removed.length
            ? h("p.small", {}, "Taken out: ", removed.map((s) => h("button.button.quiet", { type: "button", onclick: () => this.#change(s.key, { remove: false }) }, icon("rotate-ccw"), s.name)))
            : null,
          plan.left_out.length
            ? h("details", {}, h("summary", {}, `Left out (${plan.left_out.length})`), h("ul.small", {}, plan.left_out.map((l) => h("li", {}, h("strong", {}, `${l.structure}, ${l.side}: `), l.reason))))
            : null,
        ),
        this.#course(plan),
      ),
    );
  }

  #total(steps: PlanStep[]): number {
    return steps.reduce((sum, s) => sum + (this.#changes[s.key]?.minutes ?? s.minutes), 0);
  }

  #head(plan: Plan, steps: PlanStep[]): HTMLElement {
    const total = this.#total(steps);
    const may = plan.from_confirmed && !plan.blocked && !plan.stopped;
    const over = total > plan.session_minutes + 0.05;
    return h("div.plan-head", {},
      h("div.segments", { role: "group", "aria-label": "Length of the visit in minutes" },
        LENGTHS.map((n) =>
          h("button", { type: "button", "aria-pressed": String(n === this.#minutes), onclick: () => { this.#minutes = n; void this.#ask(); } }, `${n}`),
        ),
        h("span.unit.small.soft", {}, "min"),
      ),
      h("p.plan-total.small", { "data-over": over ? "yes" : "no" }, h("strong", {}, round(total)), ` of ${round(plan.session_minutes)} min`),
      h("div.row.plan-actions", {},
        this.#saved ? h("span.small.soft", {}, `Saved ${new Date(this.#saved.made_at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}`) : null,
        h("button.button.primary", { type: "button", disabled: !may || over, onclick: () => void this.#save() }, icon("save"), "Save plan"),
        this.#saved ? h("a.button", { href: `/episodes/${this.episode}/plan.pdf` }, icon("file-text"), "PDF") : null,
        this.#startNote(),
      ),
      this.#message ? h("p.plan-message.small", { role: "status" }, this.#message) : null,
      plan.from_confirmed || plan.blocked
        ? null
        : h("div.notice.caution.plan-note", {}, icon("circle-alert"), h("p", {}, "From the likeliest causes. Confirm at least one cause before you save a plan.")),
    );
  }

  #startNote(): HTMLElement | null {
    return find<HTMLFormElement>("#start-visit").getAttribute("action")
      ? h("button.button", { type: "submit", form: "start-visit" }, icon("pen-line"), "Start visit note")
      : null;
  }

  /** Where nothing may be planned there is still something to write down. */
  #note(): HTMLElement {
    return h("div.row.plan-stopped", {}, h("p.soft", {}, "You can still chart what was said and whom you sent the client to."), this.#startNote());
  }

  #step(step: PlanStep, common: ReadonlyMap<string, Warning>): HTMLLIElement {
    const change = this.#changes[step.key] ?? {};
    const pressure = Math.min(change.pressure ?? step.pressure, step.pressure_cap);
    const minutes = change.minutes ?? step.minutes;
    const dose = [
      step.hold_seconds ? `hold ${range(step.hold_seconds, " s")}` : "",
      step.repetitions ? `${range(step.repetitions, "")} times` : "",
      step.position ? words(step.position) : "",
    ].filter(Boolean).join(" · ");
    const said = h("output.pressure-now", {}, round(pressure));
    const warnings = warningsOf(step).filter((w) => !common.has(keyOf(w)));
    return h("li.plan-step", {},
      h("div.step-main", {},
        h("p.step-name", {}, h("strong", {}, step.name), step.presses ? h("span.soft", {}, ` ${step.technique_label}`) : null),
        dose ? h("p.small.soft", {}, dose) : null,
        step.then ? h("p.small", {}, "Then ", step.then.technique_label.toLowerCase(), ".") : null,
        warnings.length
          ? h("ul.step-warnings.small", {}, warnings.slice(0, 2).map(warningItem))
          : null,
        h("details.small", {}, h("summary", {}, "How, and what to mind"),
          h("div.stack.tight", {},
            h("p", {}, step.how),
            step.then ? h("p", {}, step.then.how) : null,
            warnings.length > 2 ? h("ul.step-warnings", {}, warnings.slice(2).map(warningItem)) : null,
            step.stop_rules ? h("p", {}, h("strong", {}, "Stop: "), step.stop_rules) : null,
            step.causes.length ? h("p.soft", {}, `For ${step.causes.map((c) => (c.side ? `${c.label}, ${c.side}` : c.label)).join("; ")}`) : null,
            h("button.button.quiet", { type: "button", onclick: () => this.#change(step.key, { remove: true }) }, icon("x"), "Take this step out"),
          ),
        ),
      ),
      h("div.step-dose", {},
        step.presses && step.pressure_cap > 0
          ? h("label.pressure", {},
              h("span.small", {}, "Pressure ", said, h("span.soft", { title: step.cap_reason }, step.pressure_cap < 10 ? ` of at most ${round(step.pressure_cap)}` : " of 10")),
              h("input", {
                type: "range", min: 0, max: step.pressure_cap, step: 0.5, value: pressure, "aria-label": `Pressure on ${step.name}, 0 to ${round(step.pressure_cap)}`,
                oninput: (event) => { said.textContent = round(Number((event.target as HTMLInputElement).value)); },
                onchange: (event) => this.#change(step.key, { pressure: Number((event.target as HTMLInputElement).value) }, false),
              }),
            )
          : h("span", {}),
        h("div.minutes", { role: "group", "aria-label": `Minutes for ${step.name}` },
          h("button.pill", { type: "button", "aria-label": `One minute less for ${step.name}`, disabled: minutes <= 1, onclick: () => this.#change(step.key, { minutes: Math.max(0.5, minutes - 1) }) }, icon("minus")),
          h("span", {}, `${round(minutes)} min`),
          h("button.pill", { type: "button", "aria-label": `One minute more for ${step.name}`, onclick: () => this.#change(step.key, { minutes: minutes + 1 }) }, icon("plus")),
        ),
      ),
    );
  }

  #change(key: string, change: Change, redraw = true): void {
    this.#changes[key] = { ...this.#changes[key], ...change };
    this.#message = "";
    if (redraw) this.#draw();
  }

  #course(plan: Plan): HTMLElement {
    const { course } = plan;
    const section = (title: string, ...content: (Node | string | null)[]): HTMLElement => h("section.section", {}, h("h2", {}, title), ...content.filter((c): c is Node | string => c !== null));
    return h("div.plan-aside.stack", {},
      course
        ? section("The course",
            h("p.course-line", {}, h("strong", {}, `${range([course.visits_low, course.visits_high], "")} visits, ${course.first_interval_words} at first`), `; review at visit ${course.review_visit}.`),
            h("ol.course-stages", {}, course.stages.map((s) => h("li", {}, h("strong", {}, s.visits ? `${s.visits} × ${s.interval_words}` : capital(s.interval_words)), h("span.soft", {}, s.until ? ` until ${s.until}` : "")))),
            h("p.small", {}, course.why), h("p.small", {}, h("strong", {}, "Stop rule: "), course.stop_rule), h("p.small.soft", {}, course.uncertainty),
          )
        : h("span", {}),
      plan.goals.length ? section("Goals", h("ul.plain-list", {}, plan.goals.map((g) => h("li", {}, g.text)))) : h("span", {}),
      plan.home_advice.length
        ? section("At home", h("ul.plain-list", {}, plan.home_advice.map((a) => h("li", {}, h("strong", {}, a.label), h("span.small.soft", {}, ` ${a.how_often}`), h("p.small", {}, a.client_text), a.caution ? h("p.small.soft", {}, a.caution) : null))))
        : h("span", {}),
      plan.combined_care.length
        ? section("Together with", h("ul.plain-list", {}, plan.combined_care.map((c) => h("li", {}, h("strong", {}, capital(words(c.profession))), h("span.tag", {}, words(c.urgency)), h("p.small", {}, c.text)))))
        : h("span", {}),
    );
  }

  /** The changes that still have a step to bind to, none past what its cap has become. */
  #binding(): Record<string, Change> {
    const steps = new Map(this.#plan?.steps.map((s) => [s.key, s]));
    return Object.fromEntries(
      Object.entries(this.#changes).flatMap(([key, change]) => {
        const step = steps.get(key);
        if (!step) return [];
        const { pressure } = change;
        return [[key, pressure === undefined ? change : { ...change, pressure: Math.min(pressure, step.pressure_cap) }]];
      }),
    );
  }

  async #save(): Promise<void> {
    try {
      const answer = await fetch(`/episodes/${this.episode}/plan`, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": this.token },
        body: JSON.stringify({ minutes: this.#minutes, adjustments: this.#binding() }),
      });
      const said = (await answer.json()) as { saved?: SavedPlan; error?: ServerError };
      if (said.saved) this.#saved = said.saved;
      this.#message = said.saved ? "The plan is saved." : `Not saved. ${said.error?.message ?? ""}`;
    } catch {
      this.#message = "Not saved: there is no connection. Your changes are still here; save again in a moment.";
    }
    this.#draw();
  }
}

/** What to mind: first what to do about it, then what lies there. */
interface Warning {
  said: string;
  about: string;
}
function warningsOf(step: PlanStep): Warning[] {
  return [
    ...step.endangerment.map((e) => ({ said: capital(e.rule), about: `${capital(e.site)}: ${e.structures}` })),
    ...(step.anatomy_note ? [{ said: `Near here: ${step.anatomy_note}`, about: "" }] : []),
    ...step.cautions.map((said) => ({ said: capital(said), about: "" })),
  ];
}
const keyOf = ({ said, about }: Warning): string => `${said} ${about}`;
const warningItem = ({ said, about }: Warning): HTMLElement =>
  h("li", {}, icon("shield-alert"), h("span", {}, said, about ? h("span.soft", {}, ` ${about}`) : null));
/** What every hands-on step would repeat is said once. */
function everywhere(steps: PlanStep[]): Map<string, Warning> {
  const all = steps.filter((s) => s.presses).map(warningsOf);
  const [first, ...rest] = all;
  if (!first || !rest.length) return new Map();
  return new Map(first.filter((w) => rest.every((other) => other.some((o) => keyOf(o) === keyOf(w)))).map((w) => [keyOf(w), w]));
}

function stopPanel(blocked: Blocked): HTMLElement {
  const emergency = blocked.disposition === "emergency";
  return h(`div.stop-panel.${emergency ? "emergency" : "refer"}`, { role: "alert" },
    h("h2", {}, icon(emergency ? "siren" : "octagon-alert"), emergency ? "Emergency: get help now. No treatment today." : "Planning stops here today."),
    h("ul.plain-list", {}, blocked.rules.map((r) =>
      h("li", {}, h("h3", {}, r.label), r.reason ? h("p", {}, r.reason) : null, r.adaptation ? h("p", {}, r.adaptation) : null,
        r.too_early ? h("p.small", {}, `Too early for a clearance. ${r.time_rule}`) : r.clearance ? h("a.button", { href: r.clearance }, icon("shield-check"), "Record clearance") : null),
    )),
  );
}
