import type { ByLanguage } from '#libs/language';

type Sentence = ByLanguage<(url: string, reason: string) => string>;

export const serverTexts: Readonly<Record<'unreachable' | 'otherVersion', Sentence>> = {
  unreachable: {
    zh: (url, reason) =>
      `无法连接 ${url}：${reason}。请确认服务已启动（npm start），用 --url 或 DATA_PIPELINE_URL 指定地址，或用 --local 由本命令启动服务`,
    en: (url, reason) =>
      `${url} does not answer: ${reason}. Start the service (npm start), name another one by --url or DATA_PIPELINE_URL, or let this command start one by --local`,
  },
  otherVersion: {
    zh: (server, own) => `服务器的版本是 ${server}，本命令行的版本是 ${own}，失败可能由此引起：请让两者使用同一版本`,
    en: (server, own) =>
      `The server runs version ${server} and this command line is ${own}, which may be the reason: use the same version for both`,
  },
};
