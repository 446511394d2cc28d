/** Signing with a PIN, and choosing the PIN the first time. */
import { post, Unreachable } from "./post.ts";
import type { Saver } from "./saver.ts";
import type { Content, PageData } from "./types.ts";

const byId = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;

export function offerSigning(page: PageData, saver: Saver): void {
  const sign = byId<HTMLDialogElement>("sign");
  const choose = byId<HTMLDialogElement>("choose-pin");
  let hasPin = page.hasPin;

  document.querySelector("[data-sign]")?.addEventListener("click", () => {
    fail(sign, "");
    tellGaps(sign, saver.content());
    (hasPin ? sign : choose).showModal();
  });
  sign.querySelector("[data-new-pin]")?.addEventListener("click", () => {
    sign.close();
    choose.showModal();
  });
  for (const dialog of [sign, choose]) {
    dialog.querySelector("[data-close]")?.addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => {
      for (const input of dialog.querySelectorAll("input")) input.value = "";
      fail(dialog, "");
    });
  }

  sign.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(sign, async () => {
      if (!(await saver.settle())) {
        return fail(sign, "The note is not on the server yet, so it cannot be signed. It is kept on this device.");
      }
      const pin = byId<HTMLInputElement>("sign-pin").value;
      const answer = await post(page.addresses.sign, { pin, revision: saver.revision });
      if (answer.status === 200) {
        saver.finish();
        location.assign(String(answer.body.address));
        return;
      }
      if (answer.status === 428) {
        sign.close();
        choose.showModal();
        return;
      }
      if (answer.status === 409) await saver.flush();
      fail(sign, String(answer.body.problem ?? "You are signed out. Sign in again in another tab, then sign here."));
      byId<HTMLInputElement>("sign-pin").select();
    });
  });

  choose.querySelector("form")?.addEventListener("submit", (event) => {
    event.preventDefault();
    void once(choose, async () => {
      const pin = byId<HTMLInputElement>("new-pin").value;
      if (pin !== byId<HTMLInputElement>("new-pin-again").value) {
        return fail(choose, "The two PINs differ. Type the same one twice.");
      }
      const password = byId<HTMLInputElement>("pin-password").value;
      const answer = await post(page.addresses.pin, { pin, password });
      if (answer.status !== 200) return fail(choose, String(answer.body.problem ?? "You are signed out."));
      hasPin = true;
      choose.close();
      tellGaps(sign, saver.content());
      sign.showModal();
    });
  });
}

async function once(dialog: HTMLDialogElement, work: () => Promise<void>): Promise<void> {
  const button = dialog.querySelector<HTMLButtonElement>("button[type=submit]");
  if (button?.disabled) return;
  if (button) button.disabled = true;
  fail(dialog, "");
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
    fail(dialog, "No connection. The note is kept on this device; sign it when the connection is back.");
  } finally {
    if (button) button.disabled = false;
  }
}

function fail(dialog: HTMLDialogElement, words: string): void {
  const line = dialog.querySelector<HTMLElement>("[data-error]");
  if (!line) return;
  line.hidden = !words;
  line.textContent = words;
}

function tellGaps(dialog: HTMLDialogElement, content: Content): void {
  const treated = Object.entries(content).some(([k, v]) => k.endsWith(".response") && v !== null);
  const gaps = [
    content.pain_before == null ? "pain before" : "",
    treated ? "" : "points treated",
    content.pain_after == null ? "pain after" : "",
    content.reactions == null ? "reactions" : "",
  ].filter(Boolean);
  const line = dialog.querySelector<HTMLElement>("[data-gaps]");
  if (!line) return;
  line.hidden = gaps.length === 0;
  line.textContent = `Not recorded: ${gaps.join(", ")}. You can still sign.`;
}
