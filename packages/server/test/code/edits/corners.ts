/** Edits in corners of the language: merged declarations, generators, what is global. */
import { changes, type EditTable, nothing, projectOf, replace, sees } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import "./setup.ts";
import { define } from "@headwater/core";
import { made, fetched, rows } from "./made.ts";
import * as merged from "./merged.ts";
import * as globals from "./globals.ts";
export default define({ include: [...made(), fetched, rows, merged, globals] });
--- setup.ts
import { rate } from "./rate.ts";
(globalThis as { rate?: number }).rate = rate;
console.log("set up");
--- rate.ts
export const rate = 2;
--- globals.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import "./prototype.ts";
export const globally = asset("globally", { output: z.number(), run: () => (globalThis as { rate?: number }).rate ?? 0 });
--- prototype.ts
(Array.prototype as { second?: () => unknown }).second = function (this: unknown[]) {
  return this[1];
};
--- made.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { double, half } from "./numbers.ts";
const output = z.number();
export function* made() {
  yield asset("yielded", { output, run: () => double(1) });
  yield* ["x", "y"].map((name) => asset(\`star/\${name}\`, { params: { name }, output, run: () => name.length }));
}
const list = await Promise.resolve([{ name: "a", factor: 1 }, { name: "b", factor: 2 }]);
export const fetched = list.map(({ name, factor }) => asset(\`fetched/\${name}\`, { params: { factor }, output, run: (_, { params }) => half(params.factor) }));
const record = () => {
  const shared = (value: number): number => value + 1;
  return { first: asset("first", { output, run: () => shared(1) }), second: asset("second", { output, run: () => 2 }) };
};
export const rows = record();
--- numbers.ts
export const double = (value: number): number => value * 2;
export const half = (value: number): number => value / 2;
--- merged.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { Area, Colour, count, Shape } from "./declarations.ts";
const output = z.any();
export const area = asset("area", { output, run: () => Area.of(2) });
export const colour = asset("colour", { output, run: () => Colour.Red });
export const counting = asset("counting", { output, run: () => count() + count.step });
export const shape = asset("shape", { output, run: () => new Shape().sides + Shape.corners });
export const kind = asset("kind", { output, run: () => typeof count });
--- declarations.ts
export namespace Area {
  export const factor = 2;
}
export namespace Area {
  export const of = (side: number): number => side * side * factor;
}
export enum Colour {
  Red = "r",
}
export enum Colour {
  Green = "g",
}
export function count(): number {
  return 1;
}
export namespace count {
  export const step = 5;
}
export class Shape {
  sides = 3;
}
export namespace Shape {
  export const corners = 4;
}
`);

const made = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("made.ts", text, other));
const declarations = (keys: string, promise: string, text: string, other: string) => changes(keys, promise, replace("declarations.ts", text, other));

export const table: EditTable = {
  name: "edits in corners of the language",
  project,
  edits: [
    made("yielded", "an asset that a generator yields", "double(1)", "double(2)"),
    changes("yielded", "a helper of an asset that a generator yields", replace("numbers.ts", "value * 2", "value * 3")),
    made("star/x star/y", "assets that a generator passes on", "name.length", "name.length + 1"),
    made("fetched/b", "one entry of a list that was waited for", "factor: 2", "factor: 3"),
    changes("fetched/a fetched/b", "a helper of assets made of a list that was waited for", replace("numbers.ts", "value / 2", "value / 3")),
    made("first", "a function beside assets within a function", "value + 1", "value + 2"),
    made("second", "one of several assets that a function returns", "run: () => 2", "run: () => 3"),
    declarations("area", "one of two namespaces of a name", "factor = 2", "factor = 3"),
    declarations("area", "the other one of two namespaces", "side * side", "side + side"),
    declarations("colour", "one of two enums of a name", '"r"', '"R"'),
    declarations("colour", "the other one of two enums", '"g"', '"G"'),
    declarations("counting kind", "a function that a namespace adds to", "return 1", "return 2"),
    declarations("counting kind", "what a namespace adds to a function", "step = 5", "step = 6"),
    declarations("shape", "what a namespace adds to a class", "corners = 4", "corners = 5"),
    sees("globally", "a global that a module of the entry sets", replace("rate.ts", "2", "3")),
    sees("globally", "a method that is added to all arrays", replace("prototype.ts", "this[1]", "this[2]")),
    nothing("what is printed when the entry is loaded", replace("setup.ts", "set up", "ready")),
  ],
};
