/** The bytes of one JSON document as a value. */
import { HeadwaterError } from "../model/errors.ts";
import { decodeText, type TextOrigin } from "./decode-text.ts";

/** Throws `JSON_BROKEN`, `TEXT_NOT_UTF8`. */
export function parseJson(origin: TextOrigin, content: Uint8Array): unknown {
  const text = decodeText(origin, content);
  try {
    return JSON.parse(text);
  } catch (error) {
    const problem = text.trim() === "" ? "it is empty" : (error as Error).message;
    throw new HeadwaterError("JSON_BROKEN", { asset: origin.asset, path: origin.path, problem }, { cause: error });
  }
}
