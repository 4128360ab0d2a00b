const NEWLINE = 0x0a;

/** Both count from 1; `column` counts characters. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Converts byte offsets of a chunked UTF-8 text to line and column. Requests must be in ascending order. */
export class TextPlaces {
  private piece: Uint8Array = new Uint8Array(0);
  /** Offset of the current piece in the text. */
  private start = 0;
  /** Offset of the first newline that is not counted; infinite when the piece has none. */
  private newline = Infinity;
  /** Of the byte after the last newline that is counted. */
  private line = 1;
  private lineStart = 0;
  /** Characters of that line in earlier pieces. */
  private charactersBefore = 0;

  next(piece: Uint8Array): void {
    const end = this.start + this.piece.length;
    const { column } = this.placeOf(end);
    this.charactersBefore = column - 1;
    this.start = end;
    this.lineStart = Math.max(this.lineStart, end);
    this.piece = piece;
    this.newline = this.newlineAfter(end - 1);
  }

  /** Offset after the current piece. */
  get end(): number {
    return this.start + this.piece.length;
  }

  /** @param offset in the current piece */
  lineOf(offset: number): number {
    for (; this.newline < offset; this.newline = this.newlineAfter(this.newline)) {
      this.line += 1;
      this.lineStart = this.newline + 1;
      this.charactersBefore = 0;
    }
    return this.line;
  }

  private newlineAfter(offset: number): number {
    const found = this.piece.indexOf(NEWLINE, offset - this.start + 1);
    return found < 0 ? Infinity : this.start + found;
  }

  /** @param offset in the current piece */
  placeOf(offset: number): Place {
    const line = this.lineOf(offset);
    return {
      line,
      column: this.charactersBefore + characters(this.piece, this.lineStart - this.start, offset - this.start) + 1,
    };
  }
}

function characters(bytes: Uint8Array, from: number, to: number): number {
  let count = 0;
  for (let index = from; index < to; index += 1) {
    // Not the second or a later byte of a character.
    count += ((bytes[index] ?? 0) & 0xc0) === 0x80 ? 0 : 1;
  }
  return count;
}
