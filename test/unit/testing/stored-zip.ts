import { crc32 } from 'node:zlib';

/** A zip file with one uncompressed entry, built by hand from the format's three records. */
export function storedZip(name: string, content: string): Buffer {
  const nameBytes = Buffer.from(name);
  const data = Buffer.from(content);
  const local = Buffer.alloc(30);
  local.writeUInt32LE(0x04034b50, 0);
  describeEntry({ into: local, at: 4, nameBytes, data });
  const central = Buffer.alloc(46);
  central.writeUInt32LE(0x02014b50, 0);
  central.writeUInt16LE(20, 4);
  describeEntry({ into: central, at: 6, nameBytes, data });
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(central.length + nameBytes.length, 12);
  end.writeUInt32LE(local.length + nameBytes.length + data.length, 16);
  return Buffer.concat([local, nameBytes, data, central, nameBytes, end]);
}

interface DescribeEntryInput {
  readonly into: Buffer;
  readonly at: number;
  readonly nameBytes: Buffer;
  readonly data: Buffer;
}

/** Writes the fields that the local and the central record share: version needed, checksum, sizes. */
function describeEntry({ into, at, nameBytes, data }: DescribeEntryInput): void {
  into.writeUInt16LE(20, at);
  into.writeUInt32LE(crc32(data), at + 10);
  into.writeUInt32LE(data.length, at + 14);
  into.writeUInt32LE(data.length, at + 18);
  into.writeUInt16LE(nameBytes.length, at + 22);
}
