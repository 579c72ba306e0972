/** Previews are read without trusting their shape, and pictures never become markup. */
import { expect, test } from "vitest";
import { readPreview, splitPictures } from "./preview-shape.ts";

test("a table is read with its columns and rows", () => {
  expect(readPreview({ kind: "table", columns: ["a"], rows: [{ a: 1 }], total: 7 })).toEqual({ kind: "table", columns: ["a"], rows: [{ a: 1 }], total: 7 });
});

test("files are a table of what they are", () => {
  const files = [{ name: "a.png", size: 7, mediaType: "image/png" }];
  expect(readPreview({ kind: "files", files, total: 3 })).toEqual({ kind: "table", columns: ["name", "size", "mediaType"], rows: files, total: 3 });
});

test("what is not stored, and what has an unknown shape, is no preview", () => {
  expect(readPreview(null)).toBeNull();
  expect(readPreview({ kind: "video" })).toBeNull();
});

test("a property that the schema calls a picture is shown as an image, with its markup encoded", () => {
  const schema = { type: "object", properties: { chart: { type: "string", contentMediaType: "image/svg+xml" }, title: { type: "string" } } };
  const split = splitPictures({ chart: '<svg onload="alert(1)"/>', title: "<svg/>" }, schema);
  expect(split).toEqual({
    pictures: [{ name: "chart", url: "data:image/svg+xml;charset=utf-8,%3Csvg%20onload%3D%22alert(1)%22%2F%3E" }],
    rest: { title: "<svg/>" },
  });
});
