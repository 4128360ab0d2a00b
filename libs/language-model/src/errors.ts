import { defineErrors } from '#libs/domain-errors';

export const languageModelErrors = defineErrors({
  model_unavailable: {
    kind: 'unavailable',
    zh: '模型 {model} 暂时不可用（尝试 {attempts} 次）：{reason}。请稍后重试，或检查模型服务地址和配额',
    en: 'the model {model} is not available (tried {attempts} times): {reason}. Try again later, or check its address and quota',
  },
  model_rejected: {
    kind: 'validation',
    zh: '模型 {model} 拒绝了请求（HTTP {status}）：{reason}。请检查模型名称、API 密钥和服务地址',
    en: 'the model {model} rejected the request (HTTP {status}): {reason}. Check the model name, the API key and the address',
  },
  model_answer_invalid: {
    kind: 'unavailable',
    zh: '模型 {model} 两次返回的内容都不符合要求的格式：{reason}。请重试，或换用能输出结构化 JSON 的模型',
    en: 'the model {model} answered twice in a wrong format: {reason}. Try again, or use a model that can answer with structured JSON',
  },
  model_budget_exhausted: {
    kind: 'validation',
    zh: '任务的模型预算已用完：已使用 {spent}，上限 {limit}（{budget}）。请提高该上限后重新执行，已付费的回答不会再次计费',
    en: 'the budget of this task for models is used up: {spent} of {limit} ({budget}). Raise it and run the step again; answers that were paid for cost nothing then',
  },
  model_price_unknown: {
    kind: 'validation',
    zh: '任务设置了 max_cost，但没有配置模型 {model} 的价格。请设置 LLM_INPUT_PRICE 和 LLM_OUTPUT_PRICE，或改用 max_tokens',
    en: 'the task has a max_cost, but no prices are configured for the model {model}. Set LLM_INPUT_PRICE and LLM_OUTPUT_PRICE, or use max_tokens',
  },
  embedding_answer_invalid: {
    kind: 'validation',
    zh: '向量模型 {model} 返回的结果无效：{reason}。请检查该地址是否为兼容 OpenAI 的 embeddings 服务',
    en: 'the embedding model {model} gave an unusable answer: {reason}. Check that the address is an OpenAI-compatible embeddings endpoint',
  },
  embedding_dimension_differs: {
    kind: 'validation',
    zh: '向量模型 {model} 返回 {actual} 维向量，应为 {expected} 维。请检查 EMBEDDING_MODEL、EMBEDDING_QUERY_MODEL 与 EMBEDDING_DIMENSIONS',
    en: 'the embedding model {model} gave vectors of {actual} dimensions instead of {expected}. Check EMBEDDING_MODEL, EMBEDDING_QUERY_MODEL and EMBEDDING_DIMENSIONS',
  },
  embedding_timed_out: {
    kind: 'unavailable',
    zh: '向量模型 {model} 在 {seconds} 秒内没有返回第 {position} 条文本（{characters} 个字符）的向量，已单独尝试 {attempts} 次。请检查向量服务的负载，调大 EMBEDDING_TIMEOUT_SECONDS，或调小 EMBEDDING_MAX_CONCURRENCY',
    en: 'the embedding model {model} did not answer text number {position} ({characters} characters), sent alone, within {seconds} s (tried {attempts} times). Check the load of the server, raise EMBEDDING_TIMEOUT_SECONDS, or lower EMBEDDING_MAX_CONCURRENCY',
  },
  embedding_text_rejected: {
    kind: 'validation',
    zh: '向量模型 {model} 拒绝了第 {position} 条文本（{characters} 个字符，HTTP {status}）：{reason}。请缩短文本，或检查模型名称与限制',
    en: 'the embedding model {model} refused text number {position} ({characters} characters, HTTP {status}): {reason}. Shorten it, or check the name and the limits of the model',
  },
  embedding_text_blank: {
    kind: 'validation',
    zh: '第 {position} 条文本为空白，无法向量化',
    en: 'text number {position} is blank and cannot be embedded',
  },
});
