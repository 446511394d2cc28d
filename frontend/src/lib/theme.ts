/** Light, dark, or as the device says; kept on the device. */
export function rememberTheme(): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-theme-choice]")) {
    button.addEventListener("click", () => {
      const choice = button.dataset.themeChoice ?? "auto";
      if (choice === "auto") {
        delete document.documentElement.dataset.theme;
        localStorage.removeItem("theme");
      } else {
        document.documentElement.dataset.theme = choice;
        localStorage.setItem("theme", choice);
      }
    });
  }
}
