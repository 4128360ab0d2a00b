import { describe, expect, it } from '@jest/globals';
import type { Language } from '#libs/language';
import { checkComment } from './check-comment.js';

const check = (text: string, language: Language = 'en', names = ['Genre', 'public.Genre']) =>
  checkComment(text, { names, prompt: 'Say what the value means in the business.', language, limit: 60 });

describe('checkComment', () => {
  it.each([
    ['Genres of music, one row each', 'Genres of music, one row each'],
    ['Description: genres of music', 'genres of music'],
    ['Table: Genre: genres of music', 'genres of music'],
    ['Genre table: "genres of music"', 'genres of music'],
    ['**Table description:** genres of music', 'genres of music'],
    ['in/out of stock', 'in/out of stock'],
    ['Orders, e.g. of the web shop', 'Orders, e.g. of the web shop'],
    ['The first sentence fits. The second one makes it longer than the limit.', 'The first sentence fits.'],
  ])('takes %j', (written, text) => {
    expect(check(written)).toEqual({ text, defect: null });
  });

  it.each([
    ['音乐流派', '音乐流派'],
    ['描述：音乐流派', '音乐流派'],
    ['genre 表：音乐流派', '音乐流派'],
    ['收/付款方式', '收/付款方式'],
    ['商品 SKU 的 GTIN 编码', '商品 SKU 的 GTIN 编码'],
  ])('takes %j in Chinese', (written, text) => {
    expect(check(written, 'zh')).toEqual({ text, defect: null });
  });

  it.each([
    ['Description: table/MusicStore/Genre', 'path'],
    ['/schemas/public/genre', 'path'],
    ['Album table: album_comment', 'identifier'],
    ['public.genre', 'identifier'],
    ['genreName', 'identifier'],
    ['Genre', 'identifier'],
    ['{"name": "genre"', 'json'],
    ['genre", "comment": "x', 'json'],
    ['TODO', 'template'],
    ['<table>', 'template'],
    ['string', 'template'],
    ['what the value means in the business', 'template'],
    ['音乐流派，每行一种', 'language'],
    ['Жанры музыки', 'language'],
  ])('refuses %j as %s', (written, defect) => {
    const cleaned = checkComment(written, {
      names: ['Genre', 'Album', 'public.Genre'],
      prompt: 'Say what the value means in the business.',
      language: 'en',
      limit: 60,
    });
    expect(cleaned).toEqual({ text: null, defect });
  });

  it.each(['Genres of music', 'Музыкальные жанры'])('refuses %j in Chinese', (written) => {
    expect(check(written, 'zh')).toEqual({ text: null, defect: 'language' });
  });

  it.each(['', '  ', '""', 'Description:'])('finds nothing in %j', (written) => {
    expect(check(written)).toEqual({ text: null, defect: null });
  });
});
