import { listOrTextShape, listShape, textShape } from '../fields/shapes.js';
import type { Shape } from '../fields/shape.js';

/** As many texts as OpenAI takes in one request. */
const MOST_TEXTS = 2_048;
/** Texts of 100 KB have room; the body has a limit of its own. */
const LONGEST_TEXT = 200_000;

const TOKENS = {
  zh: '收到的是 token 编号，此服务只接受文本。请发送字符串或字符串列表；LangChain 的 OpenAIEmbeddings 请设置 check_embedding_ctx_length=False',
  en: 'these are token numbers, and only text is taken: send a string or a list of strings; for OpenAIEmbeddings of LangChain set check_embedding_ctx_length=False',
};

/** `input`: a text or a list of texts. Numbers are tokens of a tokenizer that the embedder does not have. */
export function embeddingInputShape(): Shape<string[] | string> {
  const text = textShape({ max: LONGEST_TEXT });
  const shape = listOrTextShape(listShape(text, { max: MOST_TEXTS }), text);
  return {
    ...shape,
    problems: (value) => (hasTokens(value) ? [{ path: [], message: TOKENS }] : shape.problems(value)),
  };
}

function hasTokens(value: unknown): boolean {
  const first: unknown = Array.isArray(value) ? value[0] : undefined;
  return typeof first === 'number' || (Array.isArray(first) && typeof first[0] === 'number');
}
