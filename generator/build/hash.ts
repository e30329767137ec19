/** Content hashes: SHA-256 over a tag and canonical JSON, so that a hash of one kind never equals one of another. */
import { createHash } from "node:crypto";
import canonicalize from "canonicalize";
import type { Sha } from "../../runtime/manifest.ts";

/** Of a JSON value without undefined, holes or numbers beyond 2^53. */
export function hashOf(tag: string, value: unknown): Sha {
  return sha256(`millrace/${tag}\0${canonicalize(value)}`);
}

export function sha256(data: string | Uint8Array): Sha {
  return `sha256:${createHash("sha256").update(data).digest("hex")}`;
}
