/**
 * A WebSocket text frame as bytes, unmasked and whole (RFC 6455, 5.2). Made once, it is written to any
 * number of sockets as it is: that is what lets one frame serve a whole line, and what saves each other
 * message a second write.
 */
const FIN_TEXT = 0x81;

export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = FIN_TEXT;
  if (header === 2) {
    frame[1] = length;
  } else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header, 'utf8');
  return frame;
}

export const messageFrame = (message: object): Buffer => textFrame(JSON.stringify(message));
