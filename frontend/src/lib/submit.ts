/** A form is sent once: a second tap while the first is under way does nothing. */
export function guardDoubleSubmit(): void {
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (form.dataset.sending === "yes") {
      event.preventDefault();
      return;
    }
    if (event.defaultPrevented) return;
    form.dataset.sending = "yes";
    // A page brought back from the browser's cache can be sent again.
    addEventListener("pageshow", () => delete form.dataset.sending, { once: true });
  });
}
