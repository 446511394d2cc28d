import "./styles/intake.css";
import { Draft } from "./intake/draft.ts";
import {
  fingerprint,
  growMedicines,
  markMissing,
  noneOrSome,
  readContent,
  sayError,
  showCalled,
  writeContent,
  type Content,
} from "./intake/form.ts";
import { Steps } from "./intake/steps.ts";

const form = document.querySelector<HTMLFormElement>("#intake");
if (form) begin(form);
if (document.querySelector("[data-intake-sent]")) forgetAll();

function begin(form: HTMLFormElement): void {
  const find = <T extends HTMLElement>(selector: string) =>
    document.querySelector<T>(selector) as T;
  const id = form.dataset.intake ?? "";
  const steps = new Steps(
    [...form.querySelectorAll<HTMLElement>("[data-step]")],
    find("#back"),
    find("#next"),
    find("#send"),
    find("#progress"),
    `intake-step:${id}`,
  );
  const draft = new Draft(
    id,
    Number(form.dataset.revision),
    form.dataset.draftUrl ?? "",
    form.querySelector<HTMLInputElement>("[name=csrfmiddlewaretoken]")?.value ?? "",
    () => readContent(form),
    say,
    ask,
  );
  const refresh = () => {
    showCalled(form);
    countAreas(form);
  };

  async function ask(theirs: Content): Promise<"mine" | "theirs"> {
    const choice = await askMerge();
    if (choice === "theirs") {
      writeContent(form, theirs);
      refresh();
    }
    return choice;
  }

  // A page sent back with errors holds all that was typed; older copies here are out of date.
  if (form.querySelector("#errors")) draft.forget();
  forgetAll(id);
  if (Number(form.dataset.revision)) say("saved", "Your earlier answers are here");
  const unsent = draft.unsent();
  if (unsent && !unsent.stale) {
    writeContent(form, unsent.content);
    draft.changed(0);
    say("offline", "Brought back what was kept on this device");
  } else if (unsent && fingerprint(unsent.content) === fingerprint(readContent(form))) {
    draft.forget();
  } else if (unsent) {
    const there = readContent(form);
    writeContent(form, unsent.content);
    void ask(there).then((choice) => (choice === "mine" ? draft.changed(0) : draft.forget()));
  }
  refresh();
  steps.start();

  form.addEventListener("input", (event) => {
    const field = event.target as HTMLElement;
    if (field.matches("[name=medication]")) growMedicines(form);
    const block = field.closest<HTMLElement>("[data-q]");
    if (block) sayError(block, "");
    if (field instanceof HTMLInputElement) noneOrSome(form, field);
    refresh();
    if (!field.matches("#consent_name, [name=consent_agree]")) {
      draft.changed(field.matches("textarea, input[type=text]") ? 700 : 0);
    }
  });
  const next = find("#next");
  const relabel = () => {
    const words = next.querySelector("span");
    if (words) words.textContent = "leftOpen" in steps.current.dataset ? "Leave open, go on" : "Next";
  };
  next.addEventListener("click", () => {
    void draft.flush();
    const missing = markMissing(form, steps.current);
    if (missing[0] && !("leftOpen" in steps.current.dataset)) {
      steps.current.dataset.leftOpen = "";
      relabel();
      return point(missing[0]);
    }
    steps.go(1);
    relabel();
  });
  find("#back").addEventListener("click", () => {
    steps.go(-1);
    relabel();
  });
  form.addEventListener("keydown", (event) => {
    const field = event.target as HTMLElement;
    if (event.key === "Enter" && field instanceof HTMLInputElement && !steps.isLast) {
      event.preventDefault();
      next.click();
    }
  });
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      say("offline", "No connection. Kept on this device; send again when it is back");
    }
    // Each screen has asked for its open questions once; what is left open is meant to be.
    if (!form.elements.namedItem("leave_open")) {
      form.append(Object.assign(document.createElement("input"), {
        type: "hidden", name: "leave_open", value: "yes",
      }));
    }
  }, { capture: true });
  for (const link of form.querySelectorAll<HTMLAnchorElement>("[data-jump]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      const target = document.getElementById(link.dataset.jump ?? "");
      if (!target) return;
      steps.reveal(target);
      point(target);
    });
  }
  const errors = form.querySelector<HTMLElement>("#errors");
  if (errors) {
    const first = document.getElementById(
      form.querySelector<HTMLElement>("[data-jump]")?.dataset.jump ?? "",
    );
    if (first) steps.reveal(first);
    errors.focus();
  }
}

function say(state: string, words: string): void {
  const line = document.querySelector<HTMLElement>("#saved");
  if (!line || (line.dataset.state === state && line.textContent === words)) return;
  line.dataset.state = state;
  line.textContent = words;
}

function point(block: HTMLElement): void {
  block.scrollIntoView({ block: "center" });
  block.querySelector<HTMLElement>("input:not([type=hidden]), textarea, select")?.focus({
    preventScroll: true,
  });
}

/** How many places are ticked under each heading, said on the heading. */
function countAreas(form: HTMLFormElement): void {
  for (const group of form.querySelectorAll<HTMLDetailsElement>(".area-group")) {
    const ticked = group.querySelectorAll(":checked").length;
    const summary = group.querySelector("summary");
    if (summary) summary.dataset.count = ticked ? String(ticked) : "";
  }
}

function askMerge(): Promise<"mine" | "theirs"> {
  const dialog = document.querySelector<HTMLDialogElement>("#merge");
  if (!dialog) return Promise.resolve("mine");
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("cancel", (event) => event.preventDefault());
    for (const button of dialog.querySelectorAll<HTMLButtonElement>("[data-merge]")) {
      button.addEventListener("click", () => {
        dialog.close();
        resolve(button.dataset.merge === "theirs" ? "theirs" : "mine");
      });
    }
  });
}

/** Nothing of answers that were sent, or of another client's, stays on this device. */
function forgetAll(but = ""): void {
  for (const store of [localStorage, sessionStorage]) {
    for (const key of Object.keys(store)) {
      if (key.startsWith("intake") && !(but && key.endsWith(but))) store.removeItem(key);
    }
  }
}
