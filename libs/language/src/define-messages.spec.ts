import { describe, expect, it } from '@jest/globals';
import { counted } from './counted.js';
import { defineMessages } from './define-messages.js';
import { render } from './render.js';
import type { Message } from './template.js';

const messages = defineMessages('spec_harbour', {
  arrived: { zh: '{ship} 已到港', en: '{ship} has arrived' },
  closed: { zh: '港口已关闭', en: 'the harbour is closed' },
  loaded: {
    zh: '已装载 {count} 个集装箱',
    en: ({ count }: { count: number }) => `loaded ${counted(count, 'container')}`,
  },
  delayed: {
    zh: '{ship} 延误: {reason}',
    en: ({ ship, reason }: { ship: string; reason: string }) => `${ship} is late (${reason})`,
  },
  address: {
    zh: '见 GET /ships/{{ship}}，如 {"name": "{ship}"}',
    en: 'see GET /ships/{{ship}}, like {"name": "{ship}"}',
  },
  listed: { zh: '船: {ships}', en: 'ships: {ships}' },
});

const stored = (message: Message): Message => JSON.parse(JSON.stringify(message)) as Message;

describe('defineMessages', () => {
  it('makes a message of a stable code and its parameters', () => {
    expect(messages.arrived({ ship: 'Ada' })).toEqual({ code: 'spec_harbour.arrived', params: { ship: 'Ada' } });
    expect(messages.arrived.code).toBe('spec_harbour.arrived');
    expect(messages.closed()).toEqual({ code: 'spec_harbour.closed', params: {} });
  });

  it('refuses a code that exists', () => {
    expect(() => defineMessages('spec_harbour', { closed: { zh: '关', en: 'closed' } })).toThrow(/declared twice/);
  });

  it('does not compile with parameters that its templates do not name, or without one that they name', () => {
    // @ts-expect-error: `ship` is missing
    messages.arrived({});
    // @ts-expect-error: parameters are missing
    messages.arrived();
    // @ts-expect-error: there is no `boat`
    messages.arrived({ ship: 'Ada', boat: 'Ada' });
    // @ts-expect-error: the English template counts
    messages.loaded({ count: 'three' });
    // @ts-expect-error: `reason` is missing
    messages.delayed({ ship: 'Ada' });
    // @ts-expect-error: a language is missing
    defineMessages('spec_pier', { closed: { en: 'closed' } });
    expect(messages.address({ ship: 'Ada' }).params).toEqual({ ship: 'Ada' });
  });
});

describe('render', () => {
  it('renders a stored message in the language of its reader', () => {
    const message = stored(messages.loaded({ count: 1 }));
    expect(render(message, 'zh')).toBe('已装载 1 个集装箱');
    expect(render(message, 'en')).toBe('loaded 1 container');
    expect(render(stored(messages.loaded({ count: 1200 })), 'en')).toBe('loaded 1200 containers');
  });

  it('renders messages and texts that are parts of another in the same language', () => {
    const reason = messages.closed();
    expect(render(stored(messages.delayed({ ship: 'Ada', reason })), 'zh')).toBe('Ada 延误: 港口已关闭');
    expect(render(stored(messages.delayed({ ship: 'Ada', reason })), 'en')).toBe('Ada is late (the harbour is closed)');
    expect(render(messages.arrived({ ship: { zh: '阿达号', en: 'the Ada' } }), 'zh')).toBe('阿达号 已到港');
  });

  it('leaves literal braces as they are', () => {
    expect(render(messages.address({ ship: 'Ada' }), 'en')).toBe('see GET /ships/{ship}, like {"name": "Ada"}');
  });

  it('does not look for placeholders in values', () => {
    expect(render(messages.delayed({ ship: '{reason}', reason: 'fog' }), 'zh')).toBe('{reason} 延误: fog');
    expect(render(messages.arrived({ ship: '$& {{ship}}' }), 'en')).toBe('$& {{ship}} has arrived');
  });

  it('joins a list', () => {
    expect(render(messages.listed({ ships: ['Ada', 'Grace'] }), 'zh')).toBe('船: Ada, Grace');
  });

  it('shows code and parameters of a message that this version does not know', () => {
    expect(render({ code: 'spec_future.sunk', params: { ship: 'Ada' } }, 'en')).toBe('spec_future.sunk {"ship":"Ada"}');
  });
});
