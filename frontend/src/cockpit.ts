import { BodyChart } from "./body/chart.ts";
import { type DrawingData, emptyDrawing } from "./body/drawing.ts";
import { setPatterns } from "./body/patterns.ts";
import { addTools } from "./body/tools.ts";
import { loadViews } from "./body/views.ts";
import { Causes } from "./cockpit/causes.ts";
import { askWhich } from "./cockpit/conflict.ts";
import { Findings } from "./cockpit/findings.ts";
import { Outbox } from "./cockpit/outbox.ts";
import { usePanes } from "./cockpit/panes.ts";
import { PlanPane } from "./cockpit/plan.ts";
import { showSaved } from "./cockpit/saved.ts";
import { Tests } from "./cockpit/tests.ts";
import type { Cause, Finding, Setup, Step } from "./cockpit/types.ts";
import { Vocabulary } from "./cockpit/vocabulary.ts";
import { find, h, icon, pageData } from "./lib/dom.ts";
// After the chart's own, which these arrange; narrow windows last, since they overrule the rest.
import "./cockpit/frame.css";
import "./cockpit/canvas.css";
import "./cockpit/causes.css";
import "./cockpit/findings.css";
import "./cockpit/plan.css";
import "./cockpit/narrow.css";

async function open(): Promise<void> {
  const setup = pageData<Setup>("cockpit-setup");
  const token = (JSON.parse(document.body.getAttribute("hx-headers") ?? "{}") as Record<string, string>)["X-CSRFToken"] ?? "";
  const slot = (name: string): HTMLElement => find(`[data-slot=${name}]`);
  const vocabulary = new Vocabulary();
  const [views] = await Promise.all([loadViews(setup.views), vocabulary.load(setup.vocabulary)]);
  setPatterns(setup.qualities);

  let state = setup.state;
  const saved = find("#saved");
  const outbox: Outbox = new Outbox(setup.episode, state.revision, token, {
    state: (next) => {
      state = next;
      show();
    },
    saved: (how) => showSaved(saved, how),
    conflict: (mine, theirs) =>
      askWhich(views, mine, theirs,
        () => outbox.keepMine(theirs),
        (drawing) => {
          outbox.takeTheirs(theirs);
          chart.set(drawing);
        }),
    changedElsewhere: (drawing) => chart.set(drawing ?? blank()),
    refused: ({ message }) => say(message),
  });
  const blank = (): DrawingData => emptyDrawing(views.version);
  const act = (step: Step): void => {
    outbox.step(step.do === "add" ? onceOnly(step, withSteps(state.findings, outbox.pending)) : step);
    show();
  };

  let refreshTools = (): void => undefined;
  const unsent = outbox.recover();
  slot("chart").replaceChildren();
  const stored = unsent ?? setup.drawing ?? blank();
  const older = stored.mesh_version !== views.version;
  const drawing = older ? { ...blank(), marks: stored.marks } : stored;
  const chart: BodyChart = new BodyChart(slot("chart"), views, {
    drawing,
    onChange: (now) => outbox.paint(now),
    onState: () => refreshTools(),
  });
  chart.favourite = chart.bestView(state.painted.map((p) => p.site));
  refreshTools = addTools(chart, slot("tools"), slot("hand"), setup.qualities).refresh;
  const findings = new Findings(slot("findings"), vocabulary, act);
  const tests = new Tests(slot("tests"), act);
  const plan = new PlanPane(setup.episode, token, setup.saved_plan, slot("plan"));

  let chosen: Cause | null = null;
  const patternOf = ({ essential, spillover, press }: Cause) => ({ essential, spillover, press });
  const causes = new Causes(slot("causes"), slot("certainty"), {
    light: (cause, stay) => {
      if (stay) chosen = cause;
      const lit = cause ?? chosen;
      chart.light(lit ? patternOf(lit) : null);
    },
    decide: (cause, word) => act({ do: "decide", cause: cause.key, word, label: labelOf(cause), number: cause.number }),
    showOnBody: (cause) => {
      chosen = cause;
      if (chart.shown.length === 1) chart.show([chart.bestView(cause.essential)]);
      chart.light(patternOf(cause));
      go("body");
    },
  });
  const go = usePanes((pane) => {
    if (pane === "plan") plan.setOpen(true);
  });

  const show = (): void => {
    const pending = outbox.pending;
    const listed = withSteps(state.findings, pending);
    const decided = new Map(pending.flatMap((s) => (s.do === "decide" ? [[s.cause, s.word] as const] : [])));
    const ranked = state.assessment.causes.map((c) => ({ ...c, decided: decided.get(c.key) ?? c.decided }));
    causes.show({ ...state.assessment, causes: ranked });
    findings.show(listed, state.assessment.unmatched);
    tests.show(
      state.assessment.certainty.level === "prior" ? [] : state.assessment.next_tests,
      new Set(pending.flatMap((s) => (s.do === "add" ? [s.code] : []))),
      state.assessment.certainty.level === "prior"
        ? "The next test is proposed once there is something painted or found."
        : state.blocked
          ? "No test is proposed: the screening stops hands-on work today."
          : "No other test would tell much more.",
    );
    plan.update(ranked.filter((c) => c.decided === "confirmed").map(labelOf), state.blocked);
  };

  let saying = 0;
  const notice = h("div.cockpit-notice.floating", { role: "alert", hidden: true });
  find("#cockpit").append(notice);
  const say = (message: string): void => {
    notice.replaceChildren(icon("circle-alert"), h("p", {}, message), h("button.button.quiet", { type: "button", onclick: () => { notice.hidden = true; } }, "Close"));
    notice.hidden = false;
    clearTimeout(saying);
    saying = window.setTimeout(() => { notice.hidden = true; }, 12_000);
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !(event.target as Element).closest("dialog, input")) causes.close();
  });
  show();
  if (older) say("The picture of the body has changed since this was painted. The old drawing is kept in the record; please paint it again.");
  find("#cockpit").dataset.ready = "yes";
}

const labelOf = (cause: Cause): string =>
  cause.side && cause.side !== "midline" ? `${cause.name}, ${cause.side}` : cause.name;

/** The same thing found again is a change of what was found, not a second finding. */
function onceOnly(step: Extract<Step, { do: "add" }>, findings: Finding[]): Step {
  const same = findings.find((f) =>
    f.kind === step.kind && f.code === step.code && f.side === step.side && (f.code !== "" || f.words === step.words));
  return same ? { do: "change", key: same.key, side: step.side, detail: { ...same.detail, ...step.detail } } : step;
}

/** The findings as they will be once the server has answered. */
function withSteps(findings: Finding[], steps: Step[]): Finding[] {
  let now = findings;
  for (const step of steps) {
    if (step.do === "add" && !now.some((f) => f.key === step.key)) now = [...now, step];
    else if (step.do === "change") now = now.map((f) => (f.key === step.key ? { ...f, side: step.side, detail: step.detail } : f));
    else if (step.do === "remove") now = now.filter((f) => f.key !== step.key);
  }
  return now;
}

open().catch((error: unknown) => {
  const place = document.querySelector(".loading") ?? document.body;
  place.textContent = `The chart could not open: ${error instanceof Error ? error.message : "the connection failed"}. Nothing was lost; load the page again.`;
});
