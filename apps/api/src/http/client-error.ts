import type { Socket } from 'node:net';
import { isoTimestamp } from '#libs/clock';
import { HTTP_SHAPES } from './problem.js';

interface ParserError extends Error {
  readonly code?: string;
}

/** Input that Node's HTTP parser refuses never becomes a request, so the answer is written to the bare connection. */
const ANSWERS: Readonly<Record<string, readonly [number, string, string, string]>> = {
  HPE_HEADER_OVERFLOW: [
    431,
    'Request Header Fields Too Large',
    '请求行或请求头过大，请缩短 URL 和请求头（合计不超过 16 KB）',
    'the request line and headers are too large: keep them below 16 KB in all',
  ],
  ERR_HTTP_REQUEST_TIMEOUT: [
    408,
    'Request Timeout',
    '请求在 60 秒内没有发送完整',
    'the request was not sent completely within 60 seconds',
  ],
};
const MALFORMED = [400, 'Bad Request', '无法解析的 HTTP 请求', 'this is not an HTTP request'] as const;

/** Answers in the form of every other error; both languages, because the preference of the client is unknown. */
export function answerClientError(error: ParserError, socket: Socket, timeZone: string): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, reason, zh, en] = ANSWERS[error.code ?? ''] ?? MALFORMED;
  const { errorType } = HTTP_SHAPES.validation;
  const message = `${zh} / ${en}`;
  const body = JSON.stringify({
    success: false,
    code: status,
    message,
    error_type: errorType,
    details: {},
    data: {
      response: message,
      error_type: errorType.toUpperCase(),
      can_retry: false,
      timestamp: isoTimestamp(new Date(), timeZone),
    },
  });
  socket.end(
    `HTTP/1.1 ${status} ${reason}\r\nContent-Type: application/json; charset=utf-8\r\n` +
      `Content-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    () => socket.destroy(),
  );
}
