import { resolve } from "node:path";
import { defineConfig } from "vite";

// One entry a kind of page, so that a page loads only what it shows.
const entries = ["app", "intake", "cockpit", "note", "progress"];
const out = resolve(import.meta.dirname, "../src/palpate/clinic/static/dist");

export default defineConfig({
  base: "/static/dist/",
  publicDir: false,
  build: {
    outDir: out,
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    rollupOptions: {
      input: Object.fromEntries(
        entries.map((name) => [name, resolve(import.meta.dirname, `src/${name}.ts`)]),
      ),
    },
  },
});
