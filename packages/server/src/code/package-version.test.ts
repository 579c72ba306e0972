import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { packageVersionOf } from "./package-version.ts";

test("the nearest manifest with a name says what a file belongs to, above the place where it really lies", async () => {
  const directory = await mkdtemp(join(tmpdir(), "headwater-package-"));
  onTestFinished(() => rm(directory, { recursive: true }));
  const files = {
    "node_modules/plain/package.json": '{ "name": "plain", "version": "1.2.3" }',
    "node_modules/plain/dist/esm/package.json": '{ "type": "module" }',
    "node_modules/plain/dist/esm/index.js": "",
    "node_modules/plain/node_modules/@own/inner/package.json": '\uFEFF{ "name": "@own/inner", "version": "2.0.0" }',
    "node_modules/plain/node_modules/@own/inner/index.js": "",
    "node_modules/versionless/package.json": '{ "name": "versionless" }',
    "node_modules/versionless/index.js": "",
    "node_modules/broken/package.json": "{ no",
    "node_modules/broken/index.js": "",
    "packages/linked/package.json": '{ "name": "@acme/linked", "version": "0.0.1" }',
    "packages/linked/index.ts": "",
    "package.json": '{ "name": "app", "version": "9.0.0" }',
  };
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(directory, path)), { recursive: true });
    await writeFile(join(directory, path), content);
  }
  await mkdir(join(directory, "node_modules/@acme"));
  await symlink("../../packages/linked", join(directory, "node_modules/@acme/linked"));
  const of = (path: string) => packageVersionOf(join(directory, path));
  expect(of("node_modules/plain/dist/esm/index.js")).toEqual({ name: "plain", version: "1.2.3" });
  expect(of("node_modules/plain/node_modules/@own/inner/index.js")).toEqual({ name: "@own/inner", version: "2.0.0" });
  expect(of("node_modules/versionless/index.js")).toEqual({ name: "versionless", version: "" });
  expect(of("node_modules/broken/index.js")).toEqual({ name: "app", version: "9.0.0" });
  expect(of("node_modules/@acme/linked/index.ts")).toEqual({ name: "@acme/linked", version: "0.0.1" });
  expect(of("node_modules/not-there/index.js")).toBeNull();
  expect(packageVersionOf("/nowhere.js")).toBeNull();
});
