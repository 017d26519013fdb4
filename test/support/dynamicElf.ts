/** A program for amd64 that names its loader: the header, and one segment with the path (System V ABI, chapters 4 and 5). */
export function dynamicElf(loader: string): Buffer {
  const [header, segment] = [64, 56];
  const path = Buffer.from(`${loader}\0`);
  const bytes = Buffer.alloc(header + segment);
  bytes.set([0x7f, 0x45, 0x4c, 0x46, 2, 1, 1]);
  bytes.writeUInt16LE(3, 16);
  bytes.writeUInt16LE(62, 18);
  bytes.writeBigUInt64LE(BigInt(header), 0x20);
  bytes.writeUInt16LE(segment, 0x36);
  bytes.writeUInt16LE(1, 0x38);
  // PT_INTERP, its offset and its size
  bytes.writeUInt32LE(3, header);
  bytes.writeBigUInt64LE(BigInt(header + segment), header + 8);
  bytes.writeBigUInt64LE(BigInt(path.length), header + 32);
  return Buffer.concat([bytes, path]);
}
