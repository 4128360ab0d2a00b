import { describe, expect, it } from '@jest/globals';
import { DomainError, errorText } from '#libs/domain-errors';
import { translateQueueError } from './errors.js';

function textOf(error: unknown, language: 'zh' | 'en'): string {
  const translated = translateQueueError(error);
  return translated instanceof DomainError ? errorText(translated, language) : String(translated);
}

describe('translateQueueError', () => {
  it.each([
    [new Error("Stream isn't writeable and enableOfflineQueue options is false"), '连接已断开'],
    [new Error('Connection is closed.'), '连接已断开'],
    [Object.assign(new Error('connect ECONNREFUSED ::1:6379'), { code: 'ECONNREFUSED' }), '连接被拒绝'],
    [new Error('WRONGPASS invalid username-password pair or user is disabled.'), 'Redis 拒绝登录'],
    [new Error("OOM command not allowed when used memory > 'maxmemory'."), 'Redis 内存不足'],
    [Object.assign(new Error('remaining connection slots are reserved'), { code: '53300' }), '连接数已达上限'],
  ])('tells in one language what is wrong: %s', (error, reason) => {
    expect(textOf(error, 'zh')).toBe(`任务队列暂时不可用：${reason}。请检查 QUEUE_URL 指向的服务`);
    expect(textOf(error, 'en')).not.toContain(error.message);
  });

  it('leaves a defect as it is', () => {
    const defect = new TypeError('x is not a function');
    expect(translateQueueError(defect)).toBe(defect);
  });
});
