import "./note/note.css";
import { bind, holderOf, show, showError } from "./note/form.ts";
import { offerLeftovers } from "./note/leftovers.ts";
import { MergeQuestion } from "./note/merge.ts";
import { Points, toggle } from "./note/points.ts";
import { Saver } from "./note/saver.ts";
import { offerSigning } from "./note/sign.ts";
import { sayState } from "./note/state.ts";
import type { PageData, Value } from "./note/types.ts";

function openNote(page: PageData): void {
  const form = document.querySelector<HTMLFormElement>("#note");
  if (!form) return;
  form.addEventListener("submit", (event) => event.preventDefault());

  const saver: Saver = new Saver(page, {
    state: (state) => sayState(state, page.addresses.login),
    changed: (fields) => refresh(fields),
    ask: (conflicts) => question.ask(conflicts),
    refused: (field, message) => {
      const holder = holderOf(field);
      if (holder) showError(holder, message);
      holder?.closest("details")?.setAttribute("open", "");
      sayState({ kind: "refused" }, page.addresses.login);
    },
    signed: () => location.reload(),
  });
  const changed = (field: string, value: Value): void => {
    saver.set(field, value);
    after(field);
  };
  const points = new Points(page, saver, changed);
  const question = new MergeQuestion(saver);

  const after = (field: string): void => {
    if (field.startsWith("points.")) points.draw();
    const reactions = saver.value("reactions");
    toggle("[data-when-reacted]", Array.isArray(reactions) && !reactions.includes("none"));
  };
  const refresh = (fields: string[]): void => {
    points.draw();
    for (const field of fields) {
      const holder = holderOf(field);
      if (holder) show(holder, saver.value(field));
      after(field);
    }
  };

  bind(form, changed);
  points.draw();
  for (const holder of form.querySelectorAll<HTMLElement>("[data-field]")) {
    show(holder, saver.value(holder.dataset.field ?? ""));
  }
  points.draw();
  after("");
  form.addEventListener("focusout", () => void saver.flush());
  document.querySelector("[data-discard]")?.addEventListener("submit", (event) => {
    if (!confirm("Discard this draft? What is written in it is lost.")) event.preventDefault();
    else saver.finish();
  });
  offerSigning(page, saver);
  void saver.start();
}

const data = document.getElementById("page");
if (data) openNote(JSON.parse(data.textContent ?? "{}") as PageData);
const signed = document.querySelector<HTMLElement>(".signed-note");
if (signed) offerLeftovers(signed);
