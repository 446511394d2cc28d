// After Vite: the icon sprite from Lucide, and a compressed twin of every text file for the server.
import { readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { constants, brotliCompressSync, gzipSync } from "node:zlib";

const root = resolve(import.meta.dirname, "..");
const out = resolve(root, "../src/palpate/clinic/static/dist");
const names = readFileSync(join(root, "src/icons.txt"), "utf8").split(/\s+/).filter(Boolean);

const symbols = names.map((name) => {
  const svg = readFileSync(join(root, `node_modules/lucide-static/icons/${name}.svg`), "utf8");
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, "").replace(/<\/svg>\s*$/, "").replace(/\s+/g, " ");
  return `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round">${inner}</symbol>`;
});
writeFileSync(
  join(out, "icons.svg"),
  `<svg xmlns="http://www.w3.org/2000/svg"><!-- Lucide, ISC licence -->${symbols.join("")}</svg>`,
);

for (const entry of readdirSync(out, { recursive: true })) {
  const path = join(out, entry);
  if (!/\.(js|css|svg)$/.test(path) || statSync(path).size < 512) continue;
  const text = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(text, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 10 } }));
}
