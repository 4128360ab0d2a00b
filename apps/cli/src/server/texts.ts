import type { ByLanguage } from '#libs/language';

type Sentence = ByLanguage<(url: string, reason: string) => string>;

export const serverTexts: Readonly<Record<'unreachable', Sentence>> = {
  unreachable: {
    zh: (url, reason) =>
      `无法连接 ${url}：${reason}。请确认服务已启动（npm start），用 --url 或 DATA_PIPELINE_URL 指定地址，或用 --local 由本命令启动服务`,
    en: (url, reason) =>
      `${url} does not answer: ${reason}. Start the service (npm start), name another one by --url or DATA_PIPELINE_URL, or let this command start one by --local`,
  },
};
