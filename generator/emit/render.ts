/** View model -> text. The only file that knows Handlebars, and the only thing it knows is `model.ts`. */
import { readdirSync, readFileSync } from "node:fs";
import Handlebars from "handlebars";
import { packageFile } from "../package-files.ts";
import { identifiersOf, importsOf, withoutComments } from "./imports.ts";
import type { EntryModel, ModuleModel } from "./model.ts";

/**
 * The text of a pipeline's file. What it imports follows from what it mentions: of the kernel, and of the pipelines
 * before and behind it, `upstream` and `downstream`.
 */
export function renderModule(model: ModuleModel): string {
  const body = render("body", model);
  const mentioned = new Set(identifiersOf(withoutComments(body)));
  const neighbours = [
    { name: "upstream", from: `./pipeline_${model.id - 1}` },
    { name: "downstream", from: `./pipeline_${model.id + 1}` },
  ].filter(({ name }) => mentioned.has(name));
  return render("module.ts", { ...model, imports: importsOf(body), neighbours, body });
}

export function renderEntry(model: EntryModel): string {
  const body = render("entry-body", model);
  return render("entry.ts", { ...model, imports: importsOf(body), body });
}

const OPTIONS = { strict: true, noEscape: true, knownHelpersOnly: true, explicitPartialContext: true } as const;

function render(template: string, model: unknown): string {
  try {
    return compiled(template)(model, { partials: partials() });
  } catch (error) {
    throw new Error(`templates/${template}.hbs: ${(error as Error).message}`);
  }
}

const templates = new Map<string, Handlebars.TemplateDelegate>();

function compiled(name: string): Handlebars.TemplateDelegate {
  const known = templates.get(name);
  if (known !== undefined) return known;
  const template = Handlebars.compile(templateText(name), OPTIONS);
  templates.set(name, template);
  return template;
}

/** Every name in the code of a template: what SQL columns must not be called in generated code. */
export function templateNames(): readonly string[] {
  return templateFiles().flatMap((name) =>
    identifiersOf(withoutComments(templateText(name).replace(/\{\{.*?\}\}/g, " "))),
  );
}

let loaded: Record<string, Handlebars.TemplateDelegate> | null = null;

/** Every template below a folder of `templates/` is a partial of that name, as in `operator/filter`. */
function partials(): Record<string, Handlebars.TemplateDelegate> {
  loaded ??= Object.fromEntries(templateFiles().map((name) => [name, compiled(name)]));
  return loaded;
}

function templateFiles(): readonly string[] {
  return ["decode", "operator", "state"].flatMap((folder) =>
    readdirSync(packageFile(`templates/${folder}`))
      .sort()
      .map((file) => `${folder}/${file.replace(/\.hbs$/, "")}`),
  );
}

function templateText(name: string): string {
  return readFileSync(packageFile(`templates/${name}.hbs`), "utf8");
}
