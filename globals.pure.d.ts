// The few globals that core and formats may use although they are no part of ECMAScript:
// every JavaScript runtime has them and they do no I/O. Nothing else may be added without an ADR.
declare class TextDecoder {
  constructor(label?: string, options?: { fatal?: boolean; ignoreBOM?: boolean })
  decode(input?: Uint8Array, options?: { stream?: boolean }): string
}
declare class TextEncoder {
  encode(input?: string): Uint8Array
}
