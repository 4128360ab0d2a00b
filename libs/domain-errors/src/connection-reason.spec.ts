import { describe, expect, it } from '@jest/globals';
import { connectionReason } from './connection-reason.js';

const withCode = (code: string): Error => Object.assign(new Error(`connect ${code} 127.0.0.1:1`), { code });

describe('connectionReason', () => {
  it.each([
    [withCode('ECONNREFUSED'), 'connection refused'],
    [Object.assign(new AggregateError([withCode('ECONNREFUSED')]), { code: 'ECONNREFUSED' }), 'connection refused'],
    [withCode('EAI_AGAIN'), 'the host name cannot be resolved'],
    [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'TLS or the certificate is not valid'],
    [new Error('timeout exceeded when trying to connect'), 'the connection timed out'],
    [new Error('Query read timeout'), 'the connection timed out'],
    [new Error("Stream isn't writeable and enableOfflineQueue options is false"), 'the connection was lost'],
    [undefined, 'the connection was lost'],
  ])('has words of ours for %s', (error, en) => {
    expect(connectionReason(error).en).toBe(en);
  });
});
