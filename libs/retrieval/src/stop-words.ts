/** Function words, words with which people ask for data whatever it is about, and those of every SQL statement. */
const ENGLISH = `
a about above after again all also am an and any are as at be because been before being below between both but by can
could did do does doing down during each either else ever every few for from further get give had has have having he
her here hers him his how i if in into is it its itself just let like list many may me might more most much must my
no nor not of off on once only or other our out over own per please return returned returns same shall she should show
so some such tell than that the their them then there these they this those through to too under until up upon us very
was we were what when where whether which while who whom whose why will with within without would you your
find count number total display retrieve fetch select calculate compute determine identify
average mean highest lowest largest smallest greatest least top bottom currently whose
question sql join having distinct coalesce cast asc nulls`;

const CHINESE = `
的 地 得 了 着 过 是 在 和 与 及 以及 或 或者 有 没有 没 不 无 非 也 都 就 而 但 但是 被 把 将 给 让 对 从 到 向 由 于 为 以 按 按照 根据
其 其中 之 这 这个 这些 那 那个 那些 它 它们 他 她 他们 我 我们 你 你们 每 每个 每一 各 各个 某 所有 全部 任何 哪 哪个 哪些 哪里 谁 什么 怎么
怎样 如何 为什么 多少 几 几个 多 少 最 更 较 很 还 再 又 已 已经 曾 曾经 正在 会 能 可以 应 应该 要 需要 请 请问 吗 呢 吧 啊 列出 返回 给出
显示 查询 查找 找出 统计 计算 求 并 并且 且 则 如果 若 时 里 中 内 上 下 前 后 之间 一共 总共 共 分别 总数 数量 平均 最高 最低 最大 最小 最多 最少 超过
低于 高于 大于 小于 等于 至少 至多 不少于 不超过 占 现在 目前 当前 还有 主要 不同 各自 带有 下面 上面 以上 以下 以内 一次`;

/** Determiners and small numbers with a measure word, as in "每家", "哪位" and "三种", and measure words alone. */
const MEASURED = /^[每各哪某几这那一二两三四五六七八九十半]?[个名位家种件条张次份部辆台只首批本把项所间座]$/u;

const wordsOf = (text: string): string[] => text.trim().split(/\s+/u);

const STOP_WORDS = new Set([...wordsOf(ENGLISH), ...wordsOf(CHINESE)]);

export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word) || MEASURED.test(word);
}
