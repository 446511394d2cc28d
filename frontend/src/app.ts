import "./styles/app.css";
import "htmx.org";
import { copyButtons } from "./lib/copy.ts";
import { rememberTheme } from "./lib/theme.ts";
import { guardDoubleSubmit } from "./lib/submit.ts";

rememberTheme();
guardDoubleSubmit();
copyButtons();
