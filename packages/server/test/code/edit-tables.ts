/** All tables of edits. */
import type { EditTable } from "./edit.ts";
import { table as compiled } from "./edits/compiled.ts";
import { table as corners } from "./edits/corners.ts";
import { table as definitions } from "./edits/definitions.ts";
import { table as effects } from "./edits/effects.ts";
import { table as expressions } from "./edits/expressions.ts";
import { table as globals } from "./edits/globals.ts";
import { table as hard } from "./edits/hard.ts";
import { table as loading } from "./edits/loading.ts";
import { table as meaningless } from "./edits/meaningless.ts";
import { table as modules } from "./edits/modules.ts";
import { table as scopes } from "./edits/scopes.ts";
import { table as ways } from "./edits/ways.ts";

/** Edits of modules that depend on each other. */
export const betweenModules: readonly EditTable[] = [modules, effects, loading, globals, ways];

export const tables: readonly EditTable[] = [meaningless, expressions, scopes, ...betweenModules, definitions, compiled, corners, hard];
