/** A button that copies the field it names. */
export function copyButtons(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("[data-copy]");
    if (!button) return;
    const field = document.querySelector<HTMLInputElement>(button.dataset.copy ?? "");
    const words = button.querySelector("span");
    if (!field || !words) return;
    field.select();
    const done = navigator.clipboard?.writeText(field.value) ?? Promise.reject(new Error("none"));
    done.catch(() => document.execCommand("copy")).finally(() => {
      words.textContent = "Copied";
      setTimeout(() => (words.textContent = "Copy"), 2000);
    });
  });
}
