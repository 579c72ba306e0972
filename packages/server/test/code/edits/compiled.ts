/** Edits of modules that Node cannot run by leaving types out: they are compiled, and count as they were written. */
import { changes, type EditTable, nothing, prepend, projectOf, replace, rewrite } from "../edit.ts";

const project = projectOf(`
--- headwater.config.ts
import { define } from "@headwater/core";
import * as assets from "./assets.ts";
import * as pages from "./pages.tsx";
export default define({ include: [assets, pages] });
--- tsconfig.json
{ "compilerOptions": { "jsx": "react", "jsxFactory": "h" } }
--- assets.ts
import { asset } from "@headwater/core";
import { z } from "zod";
import { Colour, Size, Geometry, Point } from "./compiled.ts";
enum Local {
  One = 1,
  Two,
}
export const colour = asset("colour", { output: z.string(), run: () => Colour.Red as string });
export const size = asset("size", { output: z.number(), run: () => Size.Small });
export const area = asset("area", { output: z.number(), run: () => Geometry.area(2) });
export const point = asset("point", { output: z.number(), run: () => new Point(1).sum() });
export const local = asset("local", { output: z.number(), run: () => Local.Two });
export const none = asset("none", { output: z.string(), run: () => <string>"none" });
--- compiled.ts
export enum Colour {
  Red = "red",
  Green = "green",
}
export const enum Size {
  Small = 1,
}
export namespace Geometry {
  export const pi = 3;
  export const area = (radius: number): number => pi * radius * radius;
}
export class Point {
  constructor(
    readonly x: number,
    private y = 2,
  ) {}
  sum(): number {
    return this.x + this.y;
  }
}
--- pages.tsx
import { asset } from "@headwater/core";
import { z } from "zod";
import { h } from "./h.ts";
const Title = ({ of }: { of: string }): string => <h1 class="title">{of}</h1>;
const Footer = (): string => <footer />;
export const page = asset("page", { output: z.string(), run: () => <main><Title of="Weather" /> and more</main> });
export const foot = asset("foot", { output: z.string(), run: () => <><Footer /></> });
export const text = asset("text", { output: z.string(), run: () => "text" });
--- h.ts
export const h = (tag: string | ((props: never) => string), props: object | null, ...inside: string[]): string =>
  typeof tag === "string" ? "<" + tag + JSON.stringify(props) + ">" + inside.join("") : tag({ ...props } as never);
`);

export const table: EditTable = {
  name: "edits of modules that must be compiled",
  project,
  edits: [
    changes("colour", "a member of an enum", replace("compiled.ts", '"red"', '"RED"')),
    changes("colour", "another member of an enum", replace("compiled.ts", '"green"', '"GREEN"')),
    changes("size", "a const enum", replace("compiled.ts", "Small = 1", "Small = 2")),
    changes("local", "an enum beside assets, and who uses it alone", replace("assets.ts", "One = 1", "One = 2")),
    changes("area", "a namespace of TypeScript", replace("compiled.ts", "pi = 3", "pi = 3.14")),
    changes("point", "the default of a parameter property", replace("compiled.ts", "private y = 2", "private y = 3")),
    changes("point", "a parameter property that is a parameter no more", replace("compiled.ts", "private y = 2", "y = 2")),
    changes("none", "an asset in a module with an assertion in angle brackets", replace("assets.ts", '<string>"none"', '<string>"no"')),
    changes("page", "an element", replace("pages.tsx", "and more", "and less")),
    changes("page", "an attribute of an element", replace("pages.tsx", 'of="Weather"', 'of="Air"')),
    changes("page", "a component", replace("pages.tsx", "<h1 ", "<h2 "), replace("pages.tsx", "</h1>", "</h2>")),
    changes("foot", "another component", replace("pages.tsx", "<footer />", '<footer id="foot" />')),
    changes("foot page", "what makes the elements", replace("h.ts", 'inside.join("")', 'inside.join(" ")')),
    changes("text", "an asset without elements in a module with some", replace("pages.tsx", '=> "text"', '=> "TEXT"')),
    nothing(
      "comments and types in modules that are compiled",
      prepend("compiled.ts", "// compiled\n"),
      prepend("pages.tsx", "/* pages */\n"),
      replace("compiled.ts", "(radius: number): number", "(radius: number)"),
    ),
    nothing(
      "the format of elements",
      rewrite("pages.tsx", (text) => text.replace('<Title of="Weather" />', "<Title\n  of={'Weather'}\n/>").replace("{'Weather'}", '"Weather"')),
    ),
  ],
};
