/** Maximum number of bytes without a complete object: etcd stores at most 1.5 MB, which is slightly more as JSON. */
export const longestObject = 8 * 1024 * 1024;
/** Maximum number of bytes besides the objects; two for each of them. */
const longestFrame = 1024 * 1024;
/** Maximum nesting of lists and objects; kubectl itself allows 10,000. */
const deepest = 1000;

/** Stands for an object in the frame. */
const placeholder = 0;

export interface ItemSplitter {
  /** Finds the objects that end in the next chunk. Throws if it cannot be JSON, or if an object exceeds the limits. */
  push(chunk: Uint8Array): void;
  /** The list so far, with a placeholder for each object. Whether it is valid JSON is for the caller to find out. */
  frame(): string;
}

/** In ASCII. */
const [quote, backslash, openList, closeList, openObject, closeObject] = [0x22, 0x5c, 0x5b, 0x5d, 0x7b, 0x7d];
const blanks: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);

/** Nesting of the entries of `items`: in the list, in its object. */
const itemDepth = 3;
/** With a little white space: the API server writes none, and a list that is written in another way has no objects. */
const itemsKey = /"items"\s{0,9}:\s{0,9}$/;

/**
 * Splits a list of the API, `{"kind": …, "items": [ … ]}`, into the JSON of its objects. It looks for brackets and quotes only, so that V8 can
 * parse the objects: the streaming parsers on npm take four times as long for a list of 5,000 nodes (`npm run bench -- nodes`).
 *
 * @param item receives the text of an object, which may be invalid JSON
 */
export function createItemSplitter(item: (json: string) => void): ItemSplitter {
  const frame: string[] = [];
  let frameLength = 0;
  /** The last characters of the frame. */
  let tail = '';
  /** The first bytes of an object whose end has not arrived yet. */
  let begun: Uint8Array[] = [];
  let begunLength = 0;
  let depth = 0;
  let [isString, isEscaped, inItems, inItem] = [false, false, false, false];

  /** Adds the bytes of a chunk to what they belong to. */
  function take(bytes: Uint8Array): void {
    if (inItem) {
      begun.push(bytes);
      begunLength += bytes.length;
    } else {
      addToFrame(textOf(bytes));
    }
    if (begunLength > longestObject || frameLength > longestFrame) {
      throw new Error('an object of the list is too long');
    }
  }

  function addToFrame(text: string): void {
    frame.push(text);
    frameLength += text.length;
    tail = (tail + text.slice(-longestKey)).slice(-longestKey);
  }

  return {
    push(chunk) {
      /** The end of what was taken. */
      let taken = 0;
      for (let at = 0; at < chunk.length; at++) {
        const byte = chunk[at];
        if (isString) {
          if (isEscaped) {
            isEscaped = false;
          } else if (byte === backslash) {
            isEscaped = true;
          } else if (byte === quote) {
            isString = false;
          }
        } else if (byte === quote) {
          isString = true;
        } else if (byte === openObject || byte === openList) {
          depth++;
          if (depth > deepest) {
            throw new Error('an object of the list is too deep');
          }
          if (depth < itemDepth || (depth === itemDepth && inItems)) {
            take(chunk.subarray(taken, at));
            taken = at;
            inItems = depth === itemDepth || (byte === openList && itemsKey.test(tail));
            inItem = depth === itemDepth && byte === openObject;
          }
        } else if (byte === closeObject || byte === closeList) {
          depth--;
          if (depth === itemDepth - 1 && inItem) {
            take(chunk.subarray(taken, at + 1));
            taken = at + 1;
            const json = textOf(Buffer.concat(begun));
            [begun, begunLength, inItem] = [[], 0, false];
            addToFrame(String(placeholder));
            item(json);
          } else if (depth < itemDepth - 1) {
            inItems = false;
          }
        } else if (depth === 0 && byte !== undefined && !blanks.has(byte)) {
          throw new Error('the list is not JSON');
        }
      }
      take(chunk.subarray(taken));
    },
    frame: () => frame.join(''),
  };
}

/** In characters, with white space. */
const longestKey = 32;

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}
